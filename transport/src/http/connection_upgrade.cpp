#include "http/connection.hpp"
#include "http/successor.hpp"

namespace strata::http {

void Connection::upgrade(std::string_view lines, std::shared_ptr<Successor> successor) {
    output().append("HTTP/1.1 101 Switching Protocols\r\n").append(core_.date_line());
    output().append(lines).append("\r\n");
    answered_ = true;
    status_ = 101;
    successor_ = std::move(successor);
}

// The 101 is sent: there is nothing left to do here.
void Connection::hand_over() {
    phase_ = Phase::closed;
    core_.wheel.disarm(timeout_);
    std::shared_ptr<Successor> successor = std::move(successor_);
    successor->take_over(socket_.release(), std::move(place_), buffer_.view());
    release();
}

}  // namespace strata::http

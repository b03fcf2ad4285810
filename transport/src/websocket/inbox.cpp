#include "websocket/inbox.hpp"

#include <stdexcept>
#include <utility>

namespace strata::websocket {

void Inbox::put(http::WebSocketMessage message) {
    message_ = message;
    pausing_ = true;
    link_.pause();
    wake();
}

void Inbox::end() {
    ended_ = true;
    wake();
}

void Inbox::wake() {
    if (WaitPlace* place = waiting_.pop_front()) place->waiter().complete();
}

auto Inbox::ask(WaitPlace& place) -> bool {
    if (!waiting_.empty()) throw std::logic_error("one WebSocket::receive() at a time");
    if (message_ || ended_) return true;
    waiting_.push_back(place);
    if (std::exchange(pausing_, false)) link_.resume();
    return false;
}

}  // namespace strata::websocket

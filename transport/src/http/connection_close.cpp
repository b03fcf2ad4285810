#include <sys/socket.h>

#include "http/connection.hpp"

namespace strata::http {

// What is written is still sent; nothing more is served.
void Connection::begin_closing() {
    if (phase_ == Phase::closed || phase_ == Phase::lingering) return;
    phase_ = Phase::closing;
    buffer_.consume(buffer_.size());
}

// FIN, and then what the peer still sends is read away: a close with unread bytes would be a reset,
// which can overtake the answer.
void Connection::linger() {
    if (fin_) return close();
    phase_ = Phase::lingering;
    ::shutdown(socket_.native_handle(), SHUT_WR);
    arm(Wait::linger);
    read();
}

// The peer is gone: a reset, a failed write, or too slow a reader.
void Connection::lost() {
    if (phase_ == Phase::closed) return;
    ++core_.statistics.lost;
    bool serving = task_.is_valid() && !task_.is_done();
    if (serving && !match_.endpoint->finish_on_disconnect) scope_.cancel(CancelReason::disconnect);
    close();
}

void Connection::close() {
    if (phase_ == Phase::closed) return;
    phase_ = Phase::closed;
    core_.wheel.disarm(timeout_);
    socket_.close();
    progress_.notify_all();
    if (!task_.is_valid()) release();
}

// REQUIRES: the caller holds a reference.
void Connection::release() { self_.reset(); }

}  // namespace strata::http

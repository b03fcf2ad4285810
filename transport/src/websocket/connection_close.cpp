#include <sys/socket.h>

#include <array>
#include <stdexcept>

#include "strata/log/log.hpp"
#include "strata/log/request_line.hpp"
#include "websocket/connection.hpp"

namespace strata::websocket {

void Connection::close(std::uint16_t code, std::string_view reason) {
    if (!is_sendable(code)) throw std::invalid_argument("a WebSocket close code can't be that");
    if (reason.size() > max_control_payload - 2) {
        throw std::invalid_argument("a WebSocket close reason has at most 123 bytes");
    }
    if (phase_ != Phase::open) return;
    append_close(code, reason);
    phase_ = Phase::closing;
    arm(Wait::close);
    flush_later();
}

void Connection::append_close(std::uint16_t code, std::string_view reason) {
    std::array<char, 2> bytes = {static_cast<char>(code >> 8), static_cast<char>(code)};
    append_frame(Opcode::close, false, {bytes.data(), bytes.size()}, reason);
    close_code_ = code;
}

// The answer to a goodbye has the same code.
void Connection::on_peer_close() {
    std::string_view content = reader_.content();
    if (phase_ == Phase::open) {
        append_frame(Opcode::close, false, content.substr(0, 2), {});
        close_code_ = static_cast<std::uint16_t>(CloseCode::no_status);
        if (!content.empty()) {
            close_code_ = static_cast<std::uint16_t>(static_cast<unsigned char>(content[0]) << 8 |
                                                     static_cast<unsigned char>(content[1]));
        }
    }
    in_order_ = true;
    phase_ = Phase::finishing;
}

// It asks nothing more, and may still read what is on its way to it.
void Connection::on_peer_end() {
    if (phase_ == Phase::lingering) return end();
    if (queue_.empty()) return lost();
    peer_ended_ = true;
    if (phase_ != Phase::finishing) ++hub_.core.statistics.web_socket.lost;
    phase_ = Phase::finishing;
    settle();
}

// What the peer did ends the connection: it is told, and not listened to any more.
void Connection::fail(const Failure& failure) {
    ++hub_.core.statistics.web_socket.failed;
    close_reason_ = failure.reason;
    if (phase_ == Phase::open) {
        append_close(static_cast<std::uint16_t>(failure.code), failure.reason);
    }
    phase_ = Phase::finishing;
}

// The peer does not take what it is sent.
void Connection::overflow() {
    if (phase_ != Phase::open) return;
    ++hub_.core.statistics.web_socket.overflowed;
    close_reason_ = "the send queue is full";
    close(static_cast<std::uint16_t>(CloseCode::policy_violation), "Too slow");
}

// After all that can be done now: sends, and says what is waited for next.
void Connection::settle() {
    flush();
    if (phase_ == Phase::closed) return;
    if (queue_.size() < high_water || phase_ != Phase::open) wake_waiters();
    if (phase_ == Phase::finishing) {
        // The session learns of it without waiting for the peer to hang up.
        if (!told_) tell_closed();
        if (queue_.empty()) linger();
    }
    read();
}

// FIN, and then what the peer still sends is read away: a close with unread bytes would be a reset,
// which can overtake the close frame.
void Connection::linger() {
    if (peer_ended_) return end();
    phase_ = Phase::lingering;
    ::shutdown(socket_.native_handle(), SHUT_WR);
    arm(Wait::linger);
}

// The peer is gone, or does not answer.
void Connection::lost() {
    if (phase_ == Phase::closed) return;
    if (phase_ == Phase::open || phase_ == Phase::closing) {
        ++hub_.core.statistics.web_socket.lost;
    }
    end();
}

void Connection::end() {
    phase_ = Phase::closed;
    hub_.core.wheel.disarm(timeout_);
    socket_.close();
    wake_waiters();
    hub_.attend(attention_);
}

void Connection::tell_closed() noexcept {
    told_ = true;
    wake_waiters();
    log_end();
    session_->on_closed(in_order_);
}

void Connection::log_end() const {
    using std::chrono::microseconds;
    if (!log::wants_request(101, false, microseconds(0))) return;
    auto duration =
        std::chrono::duration_cast<std::chrono::milliseconds>(hub_.core.loop.coarse_now() - began_);
    log::info("websocket closed", {{"method", kind_.name},
                                   {"peer", place_.peer()},
                                   {"code", static_cast<int>(close_code_)},
                                   {"reason", close_reason_},
                                   {"milliseconds", duration},
                                   {"bytesIn", bytes_in_},
                                   {"bytesOut", bytes_out_}});
}

void Connection::go_away(std::chrono::milliseconds delay) {
    if (phase_ != Phase::open) return;
    leaving_ = true;
    if (socket_.wants_write()) return;
    waiting_ = Wait::leave;
    hub_.core.wheel.arm(timeout_, delay);
}

auto Connection::cut() -> std::vector<runtime::DrainedCall> {
    auto self = shared_from_this();
    auto calls = session_->cut();
    if (phase_ == Phase::closed) return calls;
    if (calls.empty()) ++hub_.core.drain_report.closed;
    if (phase_ == Phase::open) {
        append_close(static_cast<std::uint16_t>(CloseCode::going_away), {});
        flush();
    }
    if (phase_ != Phase::closed) end();
    return calls;
}

void Connection::abandon() {
    auto self = shared_from_this();
    phase_ = Phase::closed;
    told_ = abandoned_ = true;
    if (std::exchange(counted_, false)) --hub_.core.statistics.web_socket.open;
    place_.give_up();
    unlink();
    attention_.unlink();
    timeout_.unlink();
    socket_.close();
    session_.reset();
    work_.release();
    self_.reset();
}

}  // namespace strata::websocket

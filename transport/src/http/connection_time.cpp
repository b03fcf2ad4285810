#include "http/connection.hpp"

namespace strata::http {

using namespace std::chrono_literals;

namespace {
constexpr auto linger_limit = 1s;
constexpr std::chrono::milliseconds drain_grace{500};
// An idle connection gives large buffers back after this long.
constexpr auto trim_after = 2s;
constexpr Refusal late_head{408, "request_timeout", "The request's head did not come in time"};
constexpr Refusal late_body{408, "request_timeout", "The request's body did not come in time"};
}  // namespace

auto Connection::limit(Wait wait) const -> std::chrono::milliseconds {
    switch (wait) {
        case Wait::head: return core_.settings.header_timeout;
        case Wait::body:
            return body_budget_.count() > 0 ? body_budget_ : core_.settings.body_timeout;
        case Wait::handler: return match_.endpoint->timeout;
        case Wait::write: return core_.settings.write_timeout;
        case Wait::idle:
            // What was in flight when accepting stopped has been answered, without a close: its
            // head was sent before the drain.
            return core_.accepts_no_more ? std::min(drain_grace, core_.settings.idle_timeout)
                                         : core_.settings.idle_timeout;
        case Wait::trim: return trim_after;
        case Wait::linger: return linger_limit;
        case Wait::nothing: break;
    }
    return 0ms;
}

void Connection::arm(Wait wait) {
    if (wait == Wait::idle && is_bulky() && limit(wait) > trim_after) {
        wait = Wait::trim;
    }
    waiting_ = wait;
    if (wait == Wait::nothing) {
        core_.wheel.disarm(timeout_);
    } else {
        core_.wheel.arm(timeout_, limit(wait));
    }
}

void Connection::timed_out() {
    auto self = shared_from_this();
    Wait waited = std::exchange(waiting_, Wait::nothing);
    if (waited == Wait::trim) {
        trim();
        waiting_ = Wait::idle;
        return core_.wheel.arm(timeout_, core_.settings.idle_timeout - trim_after);
    }
    if (waited != Wait::idle && waited != Wait::linger) ++core_.statistics.timeouts;
    switch (waited) {
        case Wait::head:
            // A peer that never said anything is only closed.
            if (has_said_nothing()) {
                begin_closing();
            } else {
                refuse(late_head);
            }
            return settle();
        case Wait::body:
            if (phase_ == Phase::serving) {
                broken_body_ = true;
                return progress_.notify_all();
            }
            if (discarding_) {
                begin_closing();
            } else {
                refuse(late_body);
            }
            return settle();
        case Wait::handler: return end_late_handler();
        case Wait::idle:
            if (core_.draining) ++core_.drain_report.closed;
            begin_closing();
            return settle();
        case Wait::write: return lost();
        default: return close();
    }
}

auto Connection::is_bulky() const noexcept -> bool {
    return buffer_.is_large() || fields_.lines().capacity() > 64;
}

// Gives back what an idle connection does not need.
void Connection::trim() {
    if (phase_ != Phase::head || !buffer_.empty()) return;
    buffer_.shrink();
    fields_.release();
}

}  // namespace strata::http

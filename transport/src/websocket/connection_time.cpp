#include <algorithm>

#include "websocket/connection.hpp"

namespace strata::websocket {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {
constexpr milliseconds linger_limit{1000};
constexpr milliseconds drain_answer{2000};

auto since(EventLoop::TimePoint then, EventLoop::TimePoint now) noexcept -> milliseconds {
    return std::chrono::duration_cast<milliseconds>(now - then);
}
}  // namespace

auto Connection::close_limit() const noexcept -> milliseconds {
    milliseconds limit = hub_.settings.close_timeout;
    return leaving_ ? std::min(drain_answer, limit) : limit;
}

void Connection::arm(Wait wait) {
    if (wait == Wait::alive) return arm_alive();
    waiting_ = wait;
    switch (wait) {
        case Wait::pong: return hub_.core.wheel.arm(timeout_, hub_.settings.pong_timeout);
        case Wait::write: return hub_.core.wheel.arm(timeout_, hub_.core.settings.write_timeout);
        case Wait::close: return hub_.core.wheel.arm(timeout_, close_limit());
        case Wait::linger: return hub_.core.wheel.arm(timeout_, linger_limit);
        default: return hub_.core.wheel.disarm(timeout_);
    }
}

// Until the next ping, the idle timeout or a look at the memory, whichever comes first. What is
// heard meanwhile moves nothing: it is looked at then.
void Connection::arm_alive() {
    if (leaving_ && phase_ == Phase::open) return go_away(0ms);
    waiting_ = Wait::alive;
    auto now = hub_.core.loop.coarse_now();
    milliseconds next = milliseconds::max();
    if (hub_.settings.ping_interval > 0ms) {
        next = hub_.settings.ping_interval;
        if (socket_.wants_read()) next -= since(heard_, now);
    }
    if (hub_.settings.idle_timeout > 0ms) {
        next = std::min(next, hub_.settings.idle_timeout - since(message_, now));
    }
    if (is_bulky()) next = std::min(next, milliseconds(2s));
    if (next == milliseconds::max()) return hub_.core.wheel.disarm(timeout_);
    hub_.core.wheel.arm(timeout_, std::max(next, 1ms));
}

void Connection::timed_out() {
    auto self = shared_from_this();
    Wait waited = std::exchange(waiting_, Wait::nothing);
    switch (waited) {
        case Wait::alive: return check_alive();
        case Wait::pong:
            if (heard_ >= pinged_ || !socket_.wants_read()) return arm_alive();
            ++hub_.core.statistics.web_socket.dead_peers;
            close_reason_ = "no answer to a ping";
            return lost();
        case Wait::write:
            ++hub_.core.statistics.timeouts;
            close_reason_ = "a write took too long";
            return lost();
        case Wait::leave:
            // What is held is waited for: release() closes then.
            if (holds_ > 0) return session_->on_leaving();
            return close(static_cast<std::uint16_t>(CloseCode::going_away),
                         "The service is shutting down");
        case Wait::close:
            if (leaving_) ++hub_.core.drain_report.closed;
            return lost();
        default: return end();
    }
}

void Connection::check_alive() {
    auto now = hub_.core.loop.coarse_now();
    const auto& settings = hub_.settings;
    if (settings.idle_timeout > 0ms && since(message_, now) >= settings.idle_timeout) {
        ++hub_.core.statistics.web_socket.idle_closed;
        close_reason_ = "idle";
        return close(static_cast<std::uint16_t>(CloseCode::normal), "Idle");
    }
    // Of a peer that is not read from, nothing can be heard.
    if (settings.ping_interval > 0ms && since(heard_, now) >= settings.ping_interval &&
        socket_.wants_read()) {
        pinged_ = now;
        append_frame(Opcode::ping, false, {}, {});
        flush_later();
        return arm(Wait::pong);
    }
    if (is_bulky() && since(heard_, now) >= 2s) trim();
    arm_alive();
}

auto Connection::is_bulky() const noexcept -> bool {
    return pauses_ == 0 && !socket_.wants_write() && (buffer_.is_large() || reader_.is_bulky());
}

// Gives back what an idle connection does not need.
void Connection::trim() {
    if (!buffer_.empty()) return;
    buffer_.shrink();
    reader_.trim();
    queue_.release();
}

}  // namespace strata::websocket

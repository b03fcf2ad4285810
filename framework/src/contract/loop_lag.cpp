#include "strata/contract/loop_lag.hpp"

namespace strata::contract {

LoopLag::LoopLag(EventLoop& loop, const LimitsSettings& limits)
    : TickListener(loop), loop_(loop), limits_(limits), looks_(is_fine()) {}

void LoopLag::ticked(std::uint64_t /*tick*/) {
    const auto limit = limits_.loop_lag;
    const LoopStatistics statistics = loop_.statistics();
    late_twice_ = limit.count() != 0 && statistics.sustained_lag > limit;
    if (limit.count() != 0 && statistics.lag > limit / 2) {
        watched_ticks_ = watched_after;
    } else if (watched_ticks_ > 0) {
        --watched_ticks_;
    }
    looks_ = watched_ticks_ > 0 || is_fine();
}

auto LoopLag::may_have_waited() noexcept -> bool {
    if (is_fine()) {
        const auto now = EventLoop::now();
        if (now - last_read_ > limits_.loop_lag / 2) watched_ticks_ = watched_after;
        last_read_ = now;
    }
    return watched_ticks_ > 0;
}

auto LoopLag::is_fine() const noexcept -> bool {
    return limits_.loop_lag.count() != 0 && limits_.loop_lag < told_by_ticks * loop_.tick_length();
}

auto LoopLag::has_waited_too_long() const noexcept -> bool {
    if (Arrival::current() == Arrival::TimePoint()) return late_twice_;
    return limits_.loop_lag.count() != 0 &&
           EventLoop::now() - Arrival::current() > limits_.loop_lag;
}

}  // namespace strata::contract

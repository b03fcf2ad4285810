#pragma once
// Whether the loop has more to do than it can: new work is refused then (limits.loopLag). Loop
// thread; what it says changes with a tick.
#include "strata/contract/settings.hpp"
#include "strata/loop/event_loop.hpp"

namespace strata::contract {

[[nodiscard]] inline auto is_behind(const EventLoop& loop, const LimitsSettings& limits) -> bool {
    return limits.loop_lag.count() != 0 && loop.statistics().sustained_lag > limits.loop_lag;
}

}  // namespace strata::contract

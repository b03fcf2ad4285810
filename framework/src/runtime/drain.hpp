#pragma once
// Drain: steps 1 to 3 of the stop: announce, stop accepting, wait for what is in flight, cut what
// is left. Loop thread only.
#include <chrono>
#include <span>

#include "strata/loop/event_loop.hpp"
#include "strata/loop/task.hpp"
#include "strata/runtime/listener.hpp"

namespace strata::runtime {

struct DrainTimes {
    std::chrono::milliseconds delay{0};
    std::chrono::milliseconds timeout{0};
};

// What the listeners did, together.
struct DrainResult {
    DrainResult() = default;

    DrainReport report{};
    bool timed_out = false;  // cut() was called
    bool failed = false;     // a listener threw
};

// `listeners` are all started; those given must outlive the task.
[[nodiscard]] auto drain(EventLoop& loop, std::span<Listener* const> listeners, DrainTimes times)
    -> Task<DrainResult>;

// One line that says how it went, and one for each call that was cut or slow.
void log_drain(const DrainResult& result, std::chrono::milliseconds taken);

}  // namespace strata::runtime

#pragma once
// EventLoop: one thread that runs all handlers, sockets and timers of a process. Everything here is
// for that thread alone, unless it says "any thread".
//
// run() returns when nothing is pending: no Work is held (listeners, connections, timers, tasks and
// jobs hold one each), no posted function and no ready task is left. The loop's own wake-up, tick
// and signal wait do not count, nor do raw Asio operations. There is no stop(): end what is pending
// instead. run() may be called again.
//
// A callback of the loop that throws does not end run(): the exception goes to on_failure(), by
// default a line on stderr.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>

#include "strata/loop/unique_function.hpp"

namespace boost::asio {
class io_context;
}

namespace strata {

class LoopNode;
class TickListener;
class TimerNode;

struct EventLoopOptions {
    std::chrono::milliseconds tick{100};  // the coarse clock: connection timeouts, heartbeat, lag
};

// All since the loop was made.
struct LoopStatistics {
    std::uint64_t turns = 0;                    // times that the loop ran one of its own queues
    std::uint64_t posted = 0;                   // functions from post()
    std::uint64_t resumed = 0;                  // tasks and deferred functions from the ready queue
    std::uint64_t timers = 0;                   // timers that expired
    std::uint64_t failures = 0;                 // exceptions from callbacks
    std::chrono::nanoseconds lag{0};            // how late the last tick came
    std::chrono::nanoseconds max_lag{0};        // the latest one so far
    std::chrono::nanoseconds sustained_lag{0};  // the lesser of the last two ticks' lags
};

class EventLoop final {
  public:
    using Clock = std::chrono::steady_clock;
    using Duration = Clock::duration;
    using TimePoint = Clock::time_point;
    using OnFailure = std::function<void(std::exception_ptr, std::string_view where)>;

    explicit EventLoop(EventLoopOptions options = {});
    EventLoop(const EventLoop&) = delete;
    auto operator=(const EventLoop&) -> EventLoop& = delete;
    // REQUIRES: not inside run(). Handlers that never ran are destroyed; tasks are their owners' to
    // destroy, before.
    ~EventLoop();

    void run();

    // Any thread. The function runs on the loop, in order of post() among those of one thread;
    // move-only is fine.
    template <class F>
    void post(F&& callable) {
        post_function(UniqueFunction(std::forward<F>(callable)));
    }
    // Runs the function from the ready queue of this turn, after the current callback and what
    // became ready before.
    template <class F>
    void defer(F&& callable) {
        defer_function(UniqueFunction(std::forward<F>(callable)));
    }

    // The steady clock.
    [[nodiscard]] static auto now() noexcept -> TimePoint { return Clock::now(); }
    // The steady clock as of the last tick: free to ask, up to a tick late.
    [[nodiscard]] auto coarse_now() const noexcept -> TimePoint { return coarse_now_; }
    // Ticks since the loop was made.
    [[nodiscard]] auto tick() const noexcept -> std::uint64_t { return tick_; }
    [[nodiscard]] auto tick_length() const noexcept -> Duration;

    // Any thread: true on the thread inside run(), or, outside of run(), on the one that made the
    // loop or ran it last.
    [[nodiscard]] auto is_loop_thread() const noexcept -> bool;
    // Any thread: grows with every tick, so a watchdog sees a loop that is stuck.
    [[nodiscard]] auto heartbeat() const noexcept -> std::uint64_t;

    [[nodiscard]] auto statistics() const noexcept -> LoopStatistics;
    // What is pending, as a count of Work held.
    [[nodiscard]] auto work() const noexcept -> std::uint64_t;

    void on_failure(OnFailure handler);
    void report_failure(std::exception_ptr failure, std::string_view where) noexcept;

  private:
    friend class Suspension;
    friend class TickListener;
    friend class TimerNode;
    friend class Work;
    friend auto asio_context(EventLoop& loop) noexcept -> boost::asio::io_context&;
    class Impl;

    void post_function(UniqueFunction function);
    void defer_function(UniqueFunction function);
    void make_ready(LoopNode& node) noexcept;
    void add_work() noexcept;
    void remove_work() noexcept;
    void add_listener(TickListener& listener) noexcept;
    void arm(TimerNode& timer);
    void disarm(TimerNode& timer) noexcept;

    TimePoint coarse_now_;
    std::uint64_t tick_ = 0;
    std::unique_ptr<Impl> impl_;
};

}  // namespace strata

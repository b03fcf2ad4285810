#pragma once
// Watchdog: the thread beside the loop. It reads the signals, so that they count even while a
// handler keeps the loop; it sees when the loop stands still, and when the orderly end of the
// process does not come.
//
//   - The first SIGTERM or SIGINT, and every SIGHUP, call their function on the loop's thread; so
//   does SIGUSR2 in one of several workers, which says that another has taken its place.
//   - A second SIGTERM or SIGINT ends the process with exit code 1, within 500 ms. In a worker what
//   its supervisor passes on is no second one of what the terminal or systemd sent to all.
//   - A step that was guarded and not left in time ends the process with exit code 1, naming the
//   step.
//   - A loop whose heartbeat stands still longer than the stall limit is reported with its stack,
//   once a stall.
//
// Made and destroyed on the main thread; the functions are set before the thread is started by
// start().
#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "runtime/signals.hpp"
#include "runtime/stack_trace.hpp"
#include "strata/loop/event_loop.hpp"

namespace strata::runtime {

class Watchdog final {
  public:
    struct Actions {
        std::function<void()> stop{};       // loop thread
        std::function<void()> hand_over{};  // loop thread
        std::function<void()> reload{};     // loop thread
        std::function<std::string()>
            running{};  // any thread: the method that the loop is in, or ""
    };

    // `supervisor` is the process that started this worker; 0: it is none.
    Watchdog(EventLoop& loop, const Signals& signals, Actions actions, pid_t supervisor);
    Watchdog(const Watchdog&) = delete;
    auto operator=(const Watchdog&) -> Watchdog& = delete;
    ~Watchdog();

    // From here on the step must be left within `limit`. One step at a time: the next replaces it.
    void guard(std::string step, std::chrono::milliseconds limit);
    void leave();

    // The loop is inside run() from now on, or no longer.
    void watch_loop(bool watched) noexcept { watched_ = watched; }
    // 0: stalls are not looked for.
    void set_stall(std::chrono::milliseconds limit) noexcept { stall_ = limit.count(); }

    // Ends the process with exit code 1, at once and without unwinding, after one line that says
    // why. Any thread.
    [[noreturn]] void give_up(const std::string& why);

    // A first SIGTERM or SIGINT came. Any thread.
    [[nodiscard]] auto stop_requested() const noexcept -> bool { return stop_requested_; }

  private:
    using Clock = std::chrono::steady_clock;

    void run();
    void take_signals();
    void take_stop(const ReceivedSignal& signal);
    void take_replacement();
    // Once; `action` is one of actions_.
    void begin_stop(const char* signal, const std::function<void()>& action);
    void check_step();
    void check_loop();

    // Fixed after construction.
    EventLoop& loop_;
    const Signals& signals_;
    Actions actions_;
    const pid_t supervisor_;
    const StackTrace loop_stack_{};
    int wake_ = -1;

    // Any thread.
    std::atomic<bool> ended_{false};
    std::atomic<bool> watched_{false};
    std::atomic<bool> stop_requested_{false};
    std::atomic<std::int64_t> stall_{0};
    std::mutex mutex_{};
    std::string step_{};  // empty: none
    Clock::time_point step_due_{};
    std::chrono::milliseconds step_limit_{};

    // Its thread.
    enum class Asker : std::uint8_t { anybody, supervisor, its_death };
    std::set<Asker> asked_to_stop_{};
    std::uint64_t last_beat_ = 0;
    Clock::time_point last_beat_at_ = Clock::now();
    bool stalled_ = false;

    std::thread thread_{};
};

}  // namespace strata::runtime

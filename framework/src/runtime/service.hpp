#pragma once
// Service: the life of `serve`: start, ready, drain, stop (docs/operations.md). Main thread.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/core.hpp"
#include "runtime/drain.hpp"
#include "runtime/hooks.hpp"
#include "runtime/signals.hpp"
#include "runtime/watchdog.hpp"
#include "runtime/worker_place.hpp"
#include "strata/config/settings.hpp"
#include "strata/loop/event.hpp"
#include "strata/metrics/registry.hpp"
#include "strata/runtime/health.hpp"
#include "strata/runtime/listener.hpp"

namespace strata::runtime {

// What the Application owns and the service works with.
struct ServiceParts {
    EventLoop& loop;
    Core& core;
    Hooks& hooks;
    Health& health;
    const Signals& signals;
    std::vector<Listener*> listeners{};
    std::chrono::milliseconds drain_delay{0};
    const StartSettings& start;
    const DrainSettings& drain;
    const WatchdogSettings& watchdog;
    std::function<void()> reload{};  // loop thread
    // Loop thread. Ends the process without unwinding: its exit code, and the problem if there is
    // one.
    std::function<void(int code, const std::string& problem)> leave{};
    std::optional<WorkerPlace> place{};
};

class Service final {
  public:
    explicit Service(ServiceParts parts);
    Service(const Service&) = delete;
    auto operator=(const Service&) -> Service& = delete;

    // Until the end: the exit code. `problem` then says in one line why it is 1, if the start
    // failed.
    [[nodiscard]] auto run(std::string& problem) -> int;

    [[nodiscard]] auto watchdog() -> Watchdog& { return watchdog_; }

  private:
    [[nodiscard]] auto live() -> Task<>;
    [[nodiscard]] auto start() -> Task<>;
    [[nodiscard]] auto start_step(std::string name, Task<> task) -> Task<>;
    void start_listeners();
    void ready();
    void request_stop();
    void notify(std::string_view state) const;

    [[nodiscard]] auto drain_listeners() -> Task<>;
    void abandon_listeners();
    [[nodiscard]] auto stop() -> Task<>;
    [[nodiscard]] auto stop_step(std::string name, Task<> task) -> Task<>;
    [[nodiscard]] auto end_calls() -> Task<>;
    [[nodiscard]] auto stop_hooks() -> Task<>;
    [[nodiscard]] auto stop_workers() -> Task<>;
    void fail() noexcept { code_ = 1; }

    ServiceParts parts_;
    Watchdog watchdog_;
    CancelScope starting_;
    AsyncEvent stop_{};
    EventLoop::TimePoint calls_by_{};  // when drain.timeout is over
    std::string step_{};               // of the start
    std::string problem_{};
    std::size_t listening_ = 0;
    int code_ = 0;
    bool is_starting_ = true;
    bool hands_over_ = false;  // another process serves in its place
    bool ended_ = false;       // live() got to its end
};

}  // namespace strata::runtime

#include "runtime/service.hpp"

#include <algorithm>
#include <exception>

#include "runtime/bounded.hpp"
#include "runtime/late_start.hpp"
#include "runtime/notify.hpp"
#include "strata/log/log.hpp"
#include "strata/loop/activity.hpp"
#include "strata/loop/task_group.hpp"
#include "strata/loop/work.hpp"

namespace strata::runtime {

namespace {

using std::chrono::milliseconds;

// What drain() may take past its deadline to give its report, once everything was cut.
constexpr milliseconds cut_grace{1'000};

auto since(EventLoop::TimePoint began) -> milliseconds {
    return std::chrono::duration_cast<milliseconds>(EventLoop::now() - began);
}

auto joined(const std::vector<std::string>& names) -> std::string {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

}  // namespace

Service::Service(ServiceParts parts)
    : parts_(std::move(parts)),
      watchdog_(parts_.loop, parts_.signals,
                Watchdog::Actions{.stop = [this] { request_stop(); },
                                  .hand_over =
                                      [this] {
                                          hands_over_ = true;
                                          request_stop();
                                      },
                                  .reload = parts_.reload,
                                  .running = current_activity},
                parts_.place ? parts_.place->supervisor : 0),
      starting_(parts_.loop) {}

auto Service::run(std::string& problem) -> int {
    watchdog_.set_stall(parts_.watchdog.stall);
    TaskGroup group(parts_.loop);
    group.spawn(live());
    watchdog_.watch_loop(true);
    parts_.loop.run();
    watchdog_.watch_loop(false);
    problem = problem_;
    return ended_ ? code_ : 1;
}

auto Service::live() -> Task<> {
    const Outcome outcome = co_await bounded(starting_, start(), parts_.start.timeout);
    is_starting_ = false;
    if (outcome.ending == Ending::done) {
        ready();
        co_await stop_.wait();
        co_await drain_listeners();
    } else {
        if (outcome.ending == Ending::failed) problem_ = outcome.problem;
        if (outcome.ending == Ending::late)
            problem_ = late_start(step_, parts_.start.timeout, parts_.core.start_problem());
        if (!problem_.empty()) fail();
        abandon_listeners();
    }
    co_await stop();
    ended_ = true;
    watchdog_.guard("event loop", parts_.drain.hang);
    const std::string left = parts_.core.held_up_by();
    if (left.empty()) co_return;
    log::warning("left behind, as it can't be interrupted", {{"job", left}});
    parts_.leave(code_, problem_);
}

auto Service::start() -> Task<> {
    step_ = "worker pool";
    parts_.core.open_workers();
    step_ = "database";
    co_await start_step(step_, parts_.core.open_database());
    if (data::Database* database = parts_.core.find_database())
        parts_.health.add("database", [database] { return database->problem(); });
    parts_.core.open_dispatcher();
    step_ = "events";
    co_await start_step(step_, parts_.core.open_events());
    step_ = "start hooks";
    co_await start_step(step_, parts_.hooks.start());
    step_ = "listeners";
    start_listeners();
}

auto Service::start_step(std::string name, Task<> task) -> Task<> {
    const EventLoop::TimePoint began = EventLoop::now();
    co_await task;
    starting_.throw_if_cancelled();
    if (watchdog_.stop_requested()) throw Cancelled(CancelReason::shutdown);
    log::debug("started", {{"step", name}, {"milliseconds", since(began)}});
}

void Service::start_listeners() {
    for (Listener* listener : parts_.listeners) {
        listener->start();
        ++listening_;
    }
    if (watchdog_.stop_requested()) throw Cancelled(CancelReason::shutdown);
    // In the turn in which they start: where a worker shares a socket, none of its clients may be
    // told that the service is starting.
    parts_.health.set_phase("");
}

void Service::ready() {
    notify("READY=1");
    log::info("ready");
}

void Service::notify(std::string_view state) const {
    notify_supervisor(state, parts_.place ? parts_.place->status : -1);
}

// The first SIGTERM or SIGINT, or SIGUSR2.
void Service::request_stop() {
    stop_.set();
    if (!is_starting_) return;
    watchdog_.guard("start, " + step_, parts_.drain.hang);
    starting_.cancel(CancelReason::shutdown);
}

auto Service::drain_listeners() -> Task<> {
    const EventLoop::TimePoint began = EventLoop::now();
    // A load balancer need not learn of a worker that another has taken the place of.
    const DrainTimes times{.delay = hands_over_ ? milliseconds(0) : parts_.drain_delay,
                           .timeout = parts_.drain.timeout};
    watchdog_.guard("drain", times.delay + times.timeout + cut_grace);
    if (!hands_over_) parts_.health.set_phase("draining");
    notify("STOPPING=1\nSTATUS=draining");
    DrainResult result = co_await drain(parts_.loop, parts_.listeners, times);
    watchdog_.leave();
    calls_by_ = began + times.delay + times.timeout;
    log_drain(result, since(began));
    if (result.failed || !result.report.cut.empty()) fail();
    listening_ = 0;
}

// The start failed: those that listen already have served nobody who was told that the service is
// ready.
void Service::abandon_listeners() {
    for (; listening_ > 0; --listening_) {
        try {
            parts_.listeners[listening_ - 1]->stop_accepting();
            parts_.listeners[listening_ - 1]->cut();
        } catch (const std::exception& exception) {
            log::error("listener can't be closed", {{"problem", exception.what()}});
        }
    }
}

auto Service::stop() -> Task<> {
    co_await end_calls();
    co_await stop_hooks();
    co_await stop_step("calls", parts_.core.close_dispatcher());
    co_await stop_workers();
    parts_.health.remove("database");
    co_await stop_step("database", parts_.core.close_database());
}

// A call whose client has its answer may still wait for a worker. A job that has begun is never
// abandoned while the process lives: so past drain.timeout the process ends, without unwinding.
auto Service::end_calls() -> Task<> {
    const EventLoop::TimePoint by = std::max(calls_by_, EventLoop::now() + cut_grace);
    watchdog_.guard("calls", std::chrono::ceil<milliseconds>(by - EventLoop::now()) + cut_grace);
    const std::vector<std::string> left = co_await parts_.core.cut_calls(by);
    if (!left.empty()) watchdog_.give_up("calls did not end in time: " + joined(left));
    watchdog_.leave();
}

auto Service::stop_step(std::string name, Task<> task) -> Task<> {
    const EventLoop::TimePoint began = EventLoop::now();
    watchdog_.guard(name, parts_.drain.hang);
    try {
        co_await task;
        log::info("stopped", {{"step", name}, {"milliseconds", since(began)}});
    } catch (const std::exception& exception) {
        fail();
        log::error("stop failed", {{"step", name}, {"problem", exception.what()}});
    }
    watchdog_.leave();
}

auto Service::stop_hooks() -> Task<> {
    watchdog_.guard("stop hooks", parts_.hooks.stop_limit() + parts_.drain.hang);
    const bool well = co_await parts_.hooks.stop();
    if (!well) fail();
    watchdog_.leave();
}

auto Service::stop_workers() -> Task<> {
    const EventLoop::TimePoint began = EventLoop::now();
    watchdog_.guard("worker pool", 2 * parts_.drain.hang);
    const std::vector<std::string> late = co_await parts_.core.close_workers(parts_.drain.hang);
    watchdog_.leave();
    if (late.empty()) {
        log::info("stopped", {{"step", "worker pool"}, {"milliseconds", since(began)}});
    } else {
        watchdog_.give_up("jobs did not return: " + joined(late));
    }
}

}  // namespace strata::runtime

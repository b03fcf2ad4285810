#include "runtime/drain.hpp"

#include <algorithm>
#include <exception>
#include <iterator>

#include "strata/log/log.hpp"
#include "strata/loop/sleep.hpp"
#include "strata/loop/task_group.hpp"
#include "strata/loop/timer.hpp"

namespace strata::runtime {

namespace {

constexpr std::size_t most_slow = 10;

void merge(const DrainReport& from, DrainReport& into) {
    into.served += from.served;
    into.closed += from.closed;
    std::ranges::copy(from.cut, std::back_inserter(into.cut));
    std::ranges::copy(from.slow, std::back_inserter(into.slow));
}

auto drain_one(Listener& listener, EventLoop::TimePoint deadline, DrainResult& result) -> Task<> {
    try {
        const DrainReport report = co_await listener.drain(deadline);
        merge(report, result.report);
    } catch (const std::exception& exception) {
        result.failed = true;
        log::error("drain failed", {{"listener", listener.name()}, {"problem", exception.what()}});
    }
}

// One listener's failure does not keep the others from their step.
template <class F>
void for_each(std::span<Listener* const> listeners, DrainResult& result, F step) {
    for (Listener* listener : listeners) {
        try {
            step(*listener);
        } catch (const std::exception& exception) {
            result.failed = true;
            log::error("drain failed",
                       {{"listener", listener->name()}, {"problem", exception.what()}});
        }
    }
}

void log_calls(std::string_view message, log::Level level, std::vector<DrainedCall> calls,
               std::size_t most) {
    std::ranges::sort(calls, std::ranges::greater(), &DrainedCall::duration);
    for (std::size_t i = 0; i < std::min(calls.size(), most); ++i) {
        log::write(level, message,
                   {{"method", calls[i].name}, {"milliseconds", calls[i].duration}});
    }
}

}  // namespace

auto drain(EventLoop& loop, std::span<Listener* const> listeners, DrainTimes times)
    -> Task<DrainResult> {
    DrainResult result;
    for_each(listeners, result, [](Listener& listener) { listener.begin_drain(); });
    log::info("draining", {{"delay", times.delay}, {"timeout", times.timeout}});
    if (times.delay.count() > 0) co_await sleep(loop, times.delay);

    for_each(listeners, result, [](Listener& listener) { listener.stop_accepting(); });
    log::info("accepting no more");

    const EventLoop::TimePoint deadline = time_after(times.timeout);
    TaskGroup group(loop);
    Timer timer(loop);
    timer.at(deadline, [&] {
        result.timed_out = true;
        for_each(listeners, result, [](Listener& listener) { listener.cut(); });
    });
    for (Listener* listener : listeners) group.spawn(drain_one(*listener, deadline, result));
    co_await group.wait();
    co_return result;
}

void log_drain(const DrainResult& result, std::chrono::milliseconds taken) {
    const DrainReport& report = result.report;
    log_calls("cut by the drain", log::Level::error, report.cut, report.cut.size());
    log_calls("held up the drain", log::Level::info, report.slow, most_slow);
    log::info("drained", {{"served", report.served},
                          {"closed", report.closed},
                          {"cut", report.cut.size()},
                          {"milliseconds", taken}});
}

}  // namespace strata::runtime

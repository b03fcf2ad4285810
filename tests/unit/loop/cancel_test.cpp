#include "strata/loop/cancel.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "strata/loop/event.hpp"
#include "strata/loop/run_task.hpp"
#include "strata/loop/shield.hpp"
#include "strata/loop/sleep.hpp"
#include "strata/loop/task_group.hpp"
#include "strata/loop/this_scope.hpp"
#include "strata/loop/when_all.hpp"
#include "strata/loop/within.hpp"

using namespace std::chrono_literals;

namespace {

using strata::Cancelled;
using strata::CancelReason;
using strata::CancelScope;
using strata::EventLoop;
using strata::run_task;
using strata::sleep;
using strata::Task;
using strata::TaskGroup;
using Log = std::vector<std::string>;

auto wait_long(EventLoop& loop, Log& log) -> Task<> {
    try {
        co_await sleep(loop, 1h);
    } catch (const Cancelled& cancelled) {
        log.emplace_back(to_string(cancelled.reason()));
        throw;
    }
}

auto wait_twice(EventLoop& loop, Log& log) -> Task<> {
    try {
        co_await wait_long(loop, log);
    } catch (const Cancelled&) {
        log.emplace_back("again");
    }
    co_await wait_long(loop, log);
}

auto roll_back(EventLoop& loop, Log& log) -> Task<int> {
    co_await sleep(loop, 1ms);
    log.emplace_back("rolled back");
    co_return 5;
}

auto with_clean_up(EventLoop& loop, Log& log) -> Task<> {
    bool failed = false;
    try {
        co_await wait_long(loop, log);
    } catch (const Cancelled&) {
        failed = true;
    }
    if (failed) log.push_back(std::to_string(co_await strata::shielded(roll_back(loop, log))));
    co_await sleep(loop, 0ms);
    log.emplace_back("never");
}

auto cancelled_soon(EventLoop& loop, TaskGroup& group, CancelReason reason) -> Task<> {
    co_await sleep(loop, 1ms);
    group.cancel_all(reason);
    co_await group.wait();
}

auto answer_after(EventLoop& loop, EventLoop::Duration delay, int answer) -> Task<int> {
    co_await sleep(loop, delay);
    co_return answer;
}

auto throw_after(EventLoop& loop, EventLoop::Duration delay) -> Task<int> {
    co_await sleep(loop, delay);
    throw std::runtime_error("one of them");
}

auto all_of(std::vector<Task<int>> tasks) -> Task<int> {
    int sum = 0;
    auto answers = co_await strata::when_all(std::move(tasks));
    for (int answer : answers) sum = sum * 10 + answer;
    co_return sum;
}

auto limited(EventLoop& loop, EventLoop::Duration limit) -> Task<int> {
    co_return co_await strata::within(limit, answer_after(loop, 20ms, 4));
}

auto log_order(strata::AsyncEvent& event, Log& log, std::string name) -> Task<> {
    try {
        co_await event.wait();
        log.push_back(name);
    } catch (const Cancelled&) {
        log.push_back(name + " cancelled");
    }
}

}  // namespace

TEST_CASE("cancel: what waits gets Cancelled with the reason, and every later wait at once") {
    EventLoop loop;
    Log log;
    TaskGroup group(loop);
    group.spawn(wait_twice(loop, log));
    run_task(loop, cancelled_soon(loop, group, CancelReason::disconnect));
    CHECK(log == Log{"disconnect", "again", "disconnect"});
    CHECK(group.count() == 0);
    CHECK(loop.work() == 0);
}

TEST_CASE("cancel: only the first reason counts") {
    EventLoop loop;
    CancelScope scope(loop);
    scope.cancel(CancelReason::none);
    CHECK_FALSE(scope.is_cancelled());
    scope.cancel(CancelReason::deadline);
    scope.cancel(CancelReason::shutdown);
    CHECK(scope.reason() == CancelReason::deadline);
    CHECK_THROWS_AS(scope.throw_if_cancelled(), Cancelled);
}

TEST_CASE("cancel: no task runs inside cancel(), and they resume in the order of their waits") {
    EventLoop loop;
    Log log;
    strata::AsyncEvent event;
    TaskGroup group(loop);
    for (const char* name : {"a", "b", "c"}) group.spawn(log_order(event, log, name));
    group.cancel_all(CancelReason::shutdown);
    CHECK(log.empty());
    loop.run();
    CHECK(log == Log{"a cancelled", "b cancelled", "c cancelled"});
}

TEST_CASE("cancel: a wait that has ended before the cancel keeps its result") {
    EventLoop loop;
    Log log;
    strata::AsyncEvent event;
    TaskGroup group(loop);
    group.spawn(log_order(event, log, "a"));
    event.set();
    group.cancel_all(CancelReason::shutdown);
    loop.run();
    CHECK(log == Log{"a"});
}

TEST_CASE("cancel: a child scope is cancelled with its parent, not the other way round") {
    EventLoop loop;
    CancelScope parent(loop);
    CancelScope first(parent);
    CancelScope second(parent);
    first.cancel(CancelReason::deadline);
    CHECK_FALSE(parent.is_cancelled());
    parent.cancel(CancelReason::shutdown);
    CHECK(first.reason() == CancelReason::deadline);
    CHECK(second.reason() == CancelReason::shutdown);
    CancelScope late(parent);
    CHECK(late.reason() == CancelReason::shutdown);
}

TEST_CASE("cancel: shielded clean-up waits in peace, what follows does not") {
    EventLoop loop;
    Log log;
    TaskGroup group(loop);
    group.spawn(with_clean_up(loop, log));
    run_task(loop, cancelled_soon(loop, group, CancelReason::deadline));
    CHECK(log == Log{"deadline", "rolled back", "5"});
}

TEST_CASE("cancel: within() ends a task that takes too long") {
    EventLoop loop;
    CHECK(run_task(loop, limited(loop, 1h)) == 4);
    CHECK_THROWS_AS(run_task(loop, limited(loop, 1ms)), Cancelled);
}

TEST_CASE("cancel: a scope may be destroyed by the task that its cancel resumes") {
    EventLoop loop;
    Log log;
    auto group = std::make_unique<TaskGroup>(loop);
    group->spawn(wait_long(loop, log));
    group->cancel_all(CancelReason::shutdown);
    loop.defer([&] { group.reset(); });
    loop.run();
    CHECK(log == Log{"shutdown"});
}

TEST_CASE("cancel: a task in the ready queue can still be destroyed") {
    EventLoop loop;
    Log log;
    auto group = std::make_unique<TaskGroup>(loop);
    group->spawn(wait_long(loop, log));
    group->cancel_all(CancelReason::shutdown);
    group.reset();
    loop.run();
    CHECK(log.empty());
    CHECK(loop.work() == 0);
}

TEST_CASE("when_all: results in the order of the tasks") {
    EventLoop loop;
    std::vector<Task<int>> tasks;
    tasks.push_back(answer_after(loop, 5ms, 1));
    tasks.push_back(answer_after(loop, 1ms, 2));
    tasks.push_back(answer_after(loop, 3ms, 3));
    CHECK(run_task(loop, all_of(std::move(tasks))) == 123);
    CHECK(run_task(loop, all_of({})) == 0);
}

TEST_CASE("when_all: one that fails cancels the others, and its exception is thrown") {
    EventLoop loop;
    std::vector<Task<int>> tasks;
    tasks.push_back(answer_after(loop, 1h, 1));
    tasks.push_back(throw_after(loop, 1ms));
    tasks.push_back(answer_after(loop, 1h, 3));
    CHECK_THROWS_WITH(run_task(loop, all_of(std::move(tasks))), "one of them");
}

TEST_CASE("when_all: is cancelled with its scope, and destroyed while it waits") {
    EventLoop loop;
    CancelScope scope(loop);
    auto make = [&] {
        std::vector<Task<int>> tasks;
        tasks.push_back(answer_after(loop, 1h, 1));
        tasks.push_back(answer_after(loop, 1h, 2));
        return all_of(std::move(tasks));
    };
    {
        auto destroyed = make();
        CHECK_FALSE(destroyed.start(scope, nullptr, nullptr));
    }
    auto cancelled = make();
    CHECK_FALSE(cancelled.start(scope, nullptr, nullptr));
    scope.cancel(CancelReason::disconnect);
    loop.run();
    REQUIRE(cancelled.is_done());
    CHECK_THROWS_AS(cancelled.take(), Cancelled);
    auto late = make();
    CHECK(late.start(scope, nullptr, nullptr));
    CHECK_THROWS_AS(late.take(), Cancelled);
}

TEST_CASE("task group: an exception of a task is reported, Cancelled is not") {
    EventLoop loop;
    Log failures;
    loop.on_failure([&](const std::exception_ptr& failure, std::string_view where) {
        try {
            std::rethrow_exception(failure);
        } catch (const std::exception& e) {
            failures.push_back(std::string(where) + ": " + e.what());
        }
    });
    TaskGroup group(loop);
    Log log;
    auto broken = [](EventLoop& l) -> Task<> { co_await throw_after(l, 1ms); };
    group.spawn(broken(loop));
    group.spawn(wait_long(loop, log));
    run_task(loop, cancelled_soon(loop, group, CancelReason::shutdown));
    CHECK(failures == Log{"task: one of them"});
    CHECK(loop.statistics().failures == 1);
}

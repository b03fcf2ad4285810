#include "strata/loop/task.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "strata/loop/run_task.hpp"
#include "strata/loop/sleep.hpp"
#include "strata/loop/this_scope.hpp"

using namespace std::chrono_literals;

namespace {

using strata::CancelScope;
using strata::Done;
using strata::Errors;
using strata::EventLoop;
using strata::fail;
using strata::Result;
using strata::run_task;
using strata::sleep;
using strata::Task;

struct NotFound {
    std::string what;
};
struct Denied {};
struct Undeclared {};
using FindErrors = Errors<NotFound, Denied>;

auto value(int number) -> Task<int> { co_return number; }

auto sum(int count) -> Task<long> {
    long total = 0;
    for (int i = 0; i < count; ++i) total += co_await value(1);
    co_return total;
}

// Awaits that are ready without suspending.
class Ready final : public strata::Suspension {
  public:
    auto await_resume() -> int {
        throw_if_cancelled();
        return 1;
    }

  private:
    void start() override { complete(); }
};

auto sum_ready(int count) -> Task<long> {
    long total = 0;
    for (int i = 0; i < count; ++i) total += co_await Ready();
    co_return total;
}

auto depth(EventLoop& loop, int left) -> Task<int> {
    if (left == 0) {
        co_await sleep(loop, 0ms);
        co_return 0;
    }
    co_return 1 + co_await depth(loop, left - 1);
}

auto narrow(int which) -> Result<int, NotFound> {
    if (which == 0) return NotFound{"narrow"};
    return which;
}

auto find(int which) -> Task<std::string, FindErrors> {
    if (which == 0) co_return NotFound{"room"};
    if (which == 1) co_return Denied{};
    if (which == 2) co_return fail(Denied{});
    if (which == 3) co_return fail(narrow(0).error());
    if (which == 4) co_return Result<std::string, NotFound>(NotFound{"result"});
    if (which == 5) co_return Result<const char*, Denied>("converted");
    if (which == 6) co_return Result<std::string, NotFound, Denied>(std::string("same"));
    if (which == 7) co_return "literal";
    if (which == 8) throw std::runtime_error("broken");
    std::string text = "local";
    co_return text;
}

auto no_value(bool allowed) -> Task<Done, FindErrors> {
    if (!allowed) co_return Denied{};
    co_return strata::done;
}

auto describe(int which) -> Task<std::string> {
    auto found = co_await find(which);
    if (found) co_return *found;
    if (found.failed_with<Denied>()) co_return "denied";
    co_return "not found: " + found.error().get<NotFound>().what;
}

auto owner(std::unique_ptr<int> number) -> Task<std::unique_ptr<int>> {
    co_return std::move(number);
}

auto keep(std::shared_ptr<int> held, EventLoop& loop) -> Task<> {
    co_await sleep(loop, 1h);
    *held = 1;
}

auto keep_below(std::shared_ptr<int> held, EventLoop& loop) -> Task<> {
    co_await keep(held, loop);
    *held = 2;
}

}  // namespace

TEST_CASE("task: a million children that end at once use no stack and never post") {
    EventLoop loop;
    CHECK(run_task(loop, sum(1'000'000)) == 1'000'000);
    CHECK(loop.statistics().posted == 0);
    CHECK(loop.statistics().resumed == 0);
}

TEST_CASE("task: a million ready awaits use no stack") {
    EventLoop loop;
    CHECK(run_task(loop, sum_ready(1'000'000)) == 1'000'000);
    CHECK(loop.statistics().resumed == 0);
}

TEST_CASE("task: a chain of 2,000 tasks suspends and comes back") {
    EventLoop loop;
    CHECK(run_task(loop, depth(loop, 2'000)) == 2'000);
}

TEST_CASE("task: every form of co_return with declared errors") {
    EventLoop loop;
    CHECK(run_task(loop, describe(0)) == "not found: room");
    CHECK(run_task(loop, describe(1)) == "denied");
    CHECK(run_task(loop, describe(2)) == "denied");
    CHECK(run_task(loop, describe(3)) == "not found: narrow");
    CHECK(run_task(loop, describe(4)) == "not found: result");
    CHECK(run_task(loop, describe(5)) == "converted");
    CHECK(run_task(loop, describe(6)) == "same");
    CHECK(run_task(loop, describe(7)) == "literal");
    CHECK(run_task(loop, describe(9)) == "local");
    CHECK(run_task(loop, no_value(true)).has_value());
    CHECK(run_task(loop, no_value(false)).failed_with<Denied>());
}

TEST_CASE("task: an error that is not declared does not compile") {
    static_assert(strata::task_returns<NotFound, std::string, FindErrors>);
    static_assert(strata::task_returns<strata::Failure<NotFound>, std::string, FindErrors>);
    static_assert(strata::task_returns<strata::Failure<FindErrors>, std::string, FindErrors>);
    static_assert(!strata::task_returns<Undeclared, std::string, FindErrors>);
    static_assert(!strata::task_returns<strata::Failure<Undeclared>, std::string, FindErrors>);
    static_assert(!strata::task_returns<Result<std::string, Undeclared>, std::string, FindErrors>);
    static_assert(!strata::task_returns<NotFound, std::string, Errors<>>);
    static_assert(!std::is_copy_constructible_v<Task<int>>);
    static_assert(std::is_same_v<Task<int, FindErrors>::value_type, Result<int, NotFound, Denied>>);
}

TEST_CASE("task: exceptions pass through to the awaiter") {
    EventLoop loop;
    CHECK_THROWS_WITH_AS(run_task(loop, describe(8)), "broken", std::runtime_error);
}

TEST_CASE("task: values that can't be copied") {
    EventLoop loop;
    CHECK(*run_task(loop, owner(std::make_unique<int>(7))) == 7);
}

TEST_CASE("task: awaited twice or empty is an error, not a crash") {
    EventLoop loop;
    CancelScope scope(loop);
    auto once = value(3);
    CHECK(once.start(scope, nullptr, nullptr));
    CHECK(once.take() == 3);
    CHECK_THROWS_AS((void)once.start(scope, nullptr, nullptr), std::logic_error);
    Task<int> empty;
    CHECK_FALSE(empty.is_valid());
    CHECK_THROWS_AS((void)empty.start(scope, nullptr, nullptr), std::logic_error);
}

TEST_CASE("task: one that never began, or waits, is destroyed with all its locals") {
    EventLoop loop;
    auto held = std::make_shared<int>(0);
    {
        auto never_begun = keep_below(held, loop);
        CHECK(held.use_count() == 2);
    }
    CHECK(held.use_count() == 1);
    CancelScope scope(loop);
    {
        auto waiting = keep_below(held, loop);
        CHECK_FALSE(waiting.start(scope, nullptr, nullptr));
        CHECK(held.use_count() == 3);
        CHECK(loop.work() == 1);
    }
    CHECK(held.use_count() == 1);
    CHECK(loop.work() == 0);
    scope.cancel(strata::CancelReason::shutdown);
    loop.run();
    CHECK(*held == 0);
}

TEST_CASE("task: a moved task keeps its coroutine, and assignment destroys the old one") {
    EventLoop loop;
    auto first = std::make_shared<int>(0);
    auto second = std::make_shared<int>(0);
    auto task = keep(first, loop);
    task = keep(second, loop);
    CHECK(first.use_count() == 1);
    auto moved = std::move(task);
    CHECK(second.use_count() == 2);
    CHECK(moved.is_valid());
}

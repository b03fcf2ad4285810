#include "strata/loop/task.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "strata/loop/run_task.hpp"
#include "strata/loop/sleep.hpp"

namespace {

using strata::Done;
using strata::done;
using strata::Errors;
using strata::EventLoop;
using strata::fail;
using strata::Result;
using strata::run_task;
using strata::Task;

auto value(int number) -> Task<int> { co_return number; }

auto sum(int count) -> Task<long> {
    long total = 0;
    for (int i = 0; i < count; ++i) total += co_await value(1);
    co_return total;
}

}  // namespace

TEST_CASE("task: a million children that end at once use no stack and never post") {
    EventLoop loop;
    CHECK(run_task(loop, sum(1'000'000)) == 1'000'000);
    CHECK(loop.statistics().posted == 0);
    CHECK(loop.statistics().resumed == 0);
}

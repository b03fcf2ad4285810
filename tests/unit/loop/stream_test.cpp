#include "strata/loop/stream.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>
#include <string>

#include "strata/loop/run_task.hpp"
#include "strata/loop/sleep.hpp"
#include "strata/loop/task_group.hpp"

using namespace std::chrono_literals;

namespace {

using strata::Cancelled;
using strata::EventLoop;
using strata::run_task;
using strata::sleep;
using strata::Stream;
using strata::Task;

auto count_to(int last, int& produced) -> Stream<int> {
    for (int i = 1; i <= last; ++i) {
        ++produced;
        co_yield i;
    }
}

auto slowly(EventLoop& loop, int last, std::shared_ptr<int> held) -> Stream<std::string> {
    for (int i = 1; i <= last; ++i) {
        co_await sleep(loop, i % 2 == 0 ? 0ms : 1ms);
        co_yield std::string(40, static_cast<char>('a' + i % 26));
    }
    *held = last;
}

auto broken(EventLoop& loop) -> Stream<int> {
    co_yield 1;
    co_await sleep(loop, 0ms);
    throw std::runtime_error("broken");
}

auto sum(Stream<int> stream) -> Task<long> {
    long total = 0;
    while (auto value = co_await stream.next()) total += *value;
    CHECK_FALSE((co_await stream.next()).has_value());
    co_return total;
}

auto lengths(EventLoop& loop, Stream<std::string> stream) -> Task<std::size_t> {
    std::size_t total = 0;
    while (auto text = co_await stream.next()) {
        total += text->size();
        co_await sleep(loop, 0ms);
    }
    co_return total;
}

auto first_of(Stream<std::string> stream) -> Task<std::string> {
    auto first = co_await stream.next();
    co_return *first;
}

auto after_failure(Stream<int> stream) -> Task<std::string> {
    std::string out = std::to_string((co_await stream.next()).value());
    try {
        co_await stream.next();
    } catch (const std::runtime_error& e) {
        out += e.what();
    }
    out += (co_await stream.next()) ? "more" : "ended";
    co_return out;
}

}  // namespace

TEST_CASE("stream: a million values without suspending use no stack") {
    EventLoop loop;
    int produced = 0;
    CHECK(run_task(loop, sum(count_to(1'000'000, produced))) == 500'000'500'000);
    CHECK(run_task(loop, sum(count_to(0, produced))) == 0);
    CHECK(run_task(loop, sum(Stream<int>())) == 0);
}

TEST_CASE("stream: the producer runs only for the one who asks") {
    EventLoop loop;
    int produced = 0;
    auto stream = count_to(10, produced);
    CHECK(produced == 0);
    auto take_two = [](Stream<int>& from) -> Task<int> {
        int a = (co_await from.next()).value();
        int b = (co_await from.next()).value();
        co_return a * 10 + b;
    };
    CHECK(run_task(loop, take_two(stream)) == 12);
    CHECK(produced == 2);
}

TEST_CASE("stream: producer and consumer both wait") {
    EventLoop loop;
    auto held = std::make_shared<int>(0);
    CHECK(run_task(loop, lengths(loop, slowly(loop, 50, held))) == 2'000);
    CHECK(*held == 50);
    CHECK(held.use_count() == 1);
}

TEST_CASE("stream: destroyed before its end, it destroys the producer's locals") {
    EventLoop loop;
    auto held = std::make_shared<int>(0);
    CHECK(run_task(loop, first_of(slowly(loop, 50, held))).size() == 40);
    CHECK(held.use_count() == 1);
    CHECK(*held == 0);
    {
        auto never = slowly(loop, 1, held);
        CHECK(held.use_count() == 2);
    }
    CHECK(held.use_count() == 1);
}

TEST_CASE("stream: destroyed while the producer waits") {
    EventLoop loop;
    auto held = std::make_shared<int>(0);
    strata::CancelScope scope(loop);
    {
        auto waiting = lengths(loop, slowly(loop, 3, held));
        CHECK_FALSE(waiting.start(scope, nullptr, nullptr));
    }
    CHECK(held.use_count() == 1);
    loop.run();
}

TEST_CASE("stream: exceptions and cancellation arrive at the consumer, and end the stream") {
    EventLoop loop;
    CHECK(run_task(loop, after_failure(broken(loop))) == "1brokenended");
    auto held = std::make_shared<int>(0);
    strata::CancelScope scope(loop);
    auto waiting = lengths(loop, slowly(loop, 3, held));
    CHECK_FALSE(waiting.start(scope, nullptr, nullptr));
    scope.cancel(strata::CancelReason::disconnect);
    loop.run();
    REQUIRE(waiting.is_done());
    CHECK_THROWS_AS(waiting.take(), Cancelled);
}

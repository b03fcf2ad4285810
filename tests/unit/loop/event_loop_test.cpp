#include "strata/loop/event_loop.hpp"

#include <doctest/doctest.h>

#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "strata/loop/tick.hpp"
#include "strata/loop/timer.hpp"
#include "strata/loop/work.hpp"

using namespace std::chrono_literals;

namespace {

using strata::EventLoop;
using strata::Timer;
using strata::Work;

class Ticks final : public strata::TickListener {
  public:
    Ticks(EventLoop& loop, Work& work) : TickListener(loop), work_(work) {}
    int count = 0;

  private:
    void ticked(std::uint64_t /*tick*/) override {
        if (++count == 3) work_.release();
    }
    Work& work_;
};

class DiesAtOnce final : public strata::TickListener {
  public:
    DiesAtOnce(EventLoop& loop, std::unique_ptr<DiesAtOnce>& self)
        : TickListener(loop), self_(self) {}

  private:
    void ticked(std::uint64_t /*tick*/) override { self_.reset(); }
    std::unique_ptr<DiesAtOnce>& self_;
};

}  // namespace

TEST_CASE("loop: run() returns when nothing is pending, and may be called again") {
    EventLoop loop;
    loop.run();
    int runs = 0;
    loop.post([&] { ++runs; });
    loop.run();
    loop.defer([&] { ++runs; });
    loop.run();
    CHECK(runs == 2);
}

TEST_CASE("loop: Work keeps it running, and a posted function can end that") {
    EventLoop loop;
    Work work(loop);
    std::thread other([&] { loop.post([&] { work.release(); }); });
    loop.run();
    other.join();
    CHECK(loop.work() == 0);
}

TEST_CASE("loop: posts of one thread run in order, and none is lost") {
    EventLoop loop;
    constexpr int each = 20'000;
    std::vector<int> next(4, 0);
    bool in_order = true;
    Work work(loop);
    std::vector<std::thread> threads;
    int left = 4 * each;
    for (std::size_t t = 0; t < next.size(); ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < each; ++i) {
                loop.post([&, t, i] {
                    in_order = in_order && next[t]++ == i;
                    if (--left == 0) work.release();
                });
            }
        });
    }
    loop.run();
    for (auto& thread : threads) thread.join();
    CHECK(in_order);
    CHECK(loop.statistics().posted == 4 * each);
}

TEST_CASE("loop: a move-only and a large callable can be posted") {
    EventLoop loop;
    auto number = std::make_unique<int>(4);
    std::string seen;
    loop.post([&, number = std::move(number)] { seen += std::to_string(*number); });
    loop.post([&, a = std::string(40, 'a'), b = std::string(40, 'b')] { seen += a + b; });
    loop.run();
    CHECK(seen == "4" + std::string(40, 'a') + std::string(40, 'b'));
}

TEST_CASE("loop: callbacks run in order, and deferred ones after the current") {
    EventLoop loop;
    std::string order;
    loop.post([&] {
        loop.defer([&] {
            order += 'c';
            loop.defer([&] { order += 'e'; });
        });
        loop.defer([&] { order += 'd'; });
        order += 'a';
    });
    loop.post([&] { order += 'b'; });
    loop.run();
    CHECK(order == "abcde");
}

TEST_CASE("loop: functions that never ran are destroyed with it") {
    auto held = std::make_shared<int>(0);
    {
        EventLoop loop;
        loop.post([held] {});
        loop.defer([held] {});
        CHECK(held.use_count() == 3);
    }
    CHECK(held.use_count() == 1);
}

TEST_CASE("loop: a callback that throws is reported, and the loop goes on") {
    EventLoop loop;
    std::vector<std::string> places;
    loop.on_failure(
        [&](const std::exception_ptr&, std::string_view where) { places.emplace_back(where); });
    Timer timer(loop);
    timer.after(1ms, [] { throw std::runtime_error("timer"); });
    loop.post([] { throw std::runtime_error("post"); });
    loop.defer([] { throw 3; });
    bool ran = false;
    loop.post([&] { ran = true; });
    loop.run();
    CHECK(ran);
    CHECK(places.size() == 3);
    CHECK(loop.statistics().failures == 3);
}

TEST_CASE("loop: knows its thread") {
    EventLoop loop;
    CHECK(loop.is_loop_thread());
    auto elsewhere = std::async(std::launch::async, [&] { return loop.is_loop_thread(); });
    CHECK_FALSE(elsewhere.get());
    bool inside = false;
    std::thread runner([&] {
        loop.post([&] { inside = loop.is_loop_thread(); });
        loop.run();
    });
    runner.join();
    CHECK(inside);
}

TEST_CASE("loop: ticks come, beat the heart and refresh the coarse clock") {
    EventLoop loop(strata::EventLoopOptions{.tick = 1ms});
    auto before = loop.coarse_now();
    Work work(loop);
    Ticks ticks(loop, work);
    std::unique_ptr<DiesAtOnce> dying;
    dying = std::make_unique<DiesAtOnce>(loop, dying);
    loop.run();
    CHECK(ticks.count >= 3);
    CHECK(dying == nullptr);
    CHECK(loop.tick() >= 3);
    CHECK(loop.heartbeat() == loop.tick());
    CHECK(loop.coarse_now() > before);
    CHECK(loop.coarse_now() <= EventLoop::now());
    CHECK(loop.statistics().max_lag >= loop.statistics().lag);
}

TEST_CASE("loop: a blocked loop shows as lag") {
    EventLoop loop(strata::EventLoopOptions{.tick = 1ms});
    Work work(loop);
    Ticks ticks(loop, work);
    loop.post([] {
        auto until = EventLoop::now() + 30ms;
        while (EventLoop::now() < until) {
        }
    });
    loop.run();
    CHECK(loop.statistics().max_lag >= 20ms);
}

TEST_CASE("loop: run() inside run() is refused") {
    EventLoop loop;
    bool refused = false;
    loop.post([&] {
        try {
            loop.run();
        } catch (const std::logic_error&) {
            refused = true;
        }
    });
    loop.run();
    CHECK(refused);
    CHECK_THROWS_AS(EventLoop(strata::EventLoopOptions{.tick = 0ms}), std::invalid_argument);
}

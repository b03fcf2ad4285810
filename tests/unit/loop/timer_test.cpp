#include "strata/loop/timer.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

using namespace std::chrono_literals;

namespace {

using strata::CancelReason;
using strata::CancelScope;
using strata::Deadline;
using strata::EventLoop;
using strata::KeepsRunning;
using strata::Timer;
using strata::Work;

}  // namespace

TEST_CASE("timer: fires once, not early, and keeps the loop running") {
    EventLoop loop;
    Timer timer(loop);
    auto begun = EventLoop::now();
    int fired = 0;
    timer.after(5ms, [&] { ++fired; });
    CHECK(timer.is_active());
    loop.run();
    CHECK(fired == 1);
    CHECK_FALSE(timer.is_active());
    CHECK(EventLoop::now() - begun >= 5ms);
}

TEST_CASE("timer: in order of time, and of setting for one time") {
    EventLoop loop;
    std::string order;
    auto due = EventLoop::now() + 5ms;
    std::vector<Timer> timers;
    auto add = [&](EventLoop::TimePoint when, char name) {
        timers.emplace_back(loop).at(when, [&order, name] { order += name; });
    };
    add(due + 1ms, 'd');
    add(due, 'b');
    add(due, 'c');
    add(due - 1ms, 'a');
    loop.run();
    CHECK(order == "abcd");
}

TEST_CASE("timer: one that is cancelled when both are due already never fires") {
    EventLoop loop;
    int fired = 0;
    Timer first(loop);
    auto second = std::make_unique<Timer>(loop);
    Timer third(loop);
    auto due = EventLoop::now();
    first.at(due, [&] {
        second.reset();
        third.cancel();
    });
    second->at(due, [&] { ++fired; });
    third.at(due, [&] { ++fired; });
    loop.run();
    CHECK(fired == 0);
}

TEST_CASE("timer: set again while its first time is already queued, it fires at the new one only") {
    EventLoop loop;
    int fired = 0;
    Timer timer(loop);
    EventLoop::TimePoint second;
    timer.after(1ms, [&] { fired += 100; });
    loop.post([&] {
        auto until = EventLoop::now() + 5ms;
        while (EventLoop::now() < until) {
        }
        second = EventLoop::now() + 3ms;
        timer.at(second, [&] { ++fired; });
    });
    loop.run();
    CHECK(fired == 1);
    CHECK(EventLoop::now() >= second);
}

TEST_CASE("timer: every period until cancelled from its own callback") {
    EventLoop loop;
    Timer timer(loop);
    int fired = 0;
    auto text = std::make_shared<std::string>("captured");
    timer.every(1ms, [&, text] {
        if (++fired == 4) timer.cancel();
        CHECK(*text == "captured");
    });
    loop.run();
    CHECK(fired == 4);
    CHECK(text.use_count() == 1);
    CHECK_THROWS_AS(timer.every(0ms, [] {}), std::invalid_argument);
}

TEST_CASE("timer: a callback may destroy or replace its own timer") {
    EventLoop loop;
    auto timer = std::make_unique<Timer>(loop);
    std::string order;
    auto text = std::make_shared<std::string>("a");
    timer->every(1ms, [&, text] {
        timer->after(1ms, [&] {
            order += 'b';
            timer.reset();
        });
        order += *text;
    });
    loop.run();
    CHECK(order == "ab");
    CHECK(timer == nullptr);
}

TEST_CASE("timer: periods that a blocked loop missed are skipped") {
    EventLoop loop;
    Timer timer(loop);
    int fired = 0;
    auto until = EventLoop::now() + 20ms;
    timer.every(1ms, [&] {
        ++fired;
        while (EventLoop::now() < until) {
        }
        timer.cancel();
        Timer(loop).after(0ms, [] {});
    });
    loop.run();
    CHECK(fired == 1);
}

TEST_CASE("timer: zero delays take turns with everything else") {
    EventLoop loop;
    Timer timer(loop);
    int fired = 0;
    bool other = false;
    timer.every(1ns, [&] {
        if (fired++ == 0) loop.post([&] { other = true; });
        if (other || fired > 1'000'000) timer.cancel();
    });
    loop.run();
    CHECK(other);
}

TEST_CASE("timer: a background timer does not keep the loop running") {
    EventLoop loop;
    int fired = 0;
    Timer background(loop, KeepsRunning::no);
    background.after(1h, [&] { ++fired; });
    loop.run();
    CHECK(fired == 0);
    Timer other(loop);
    background.after(1ms, [&] { ++fired; });
    other.after(5ms, [] {});
    loop.run();
    CHECK(fired == 1);
}

TEST_CASE("timer: durations beyond the clock never fire") {
    EventLoop loop;
    Timer timer(loop);
    timer.after(EventLoop::Duration::max(), [] { FAIL("fired"); });
    CHECK(strata::time_after(EventLoop::Duration::max()) == EventLoop::TimePoint::max());
    auto past = strata::time_after(-1h);
    CHECK(past <= EventLoop::now());
    Timer other(loop);
    other.after(1ms, [&] { timer.cancel(); });
    loop.run();
}

TEST_CASE("timer: a deadline cancels its scope, unless it is gone before") {
    EventLoop loop;
    CancelScope late(loop);
    CancelScope early(loop);
    Work work(loop);
    Deadline deadline(late, 1ms);
    std::optional<Deadline> released(std::in_place, early, 1ms);
    released.reset();
    Timer after(loop);
    after.after(3ms, [&] { work.release(); });
    loop.run();
    CHECK(late.reason() == CancelReason::deadline);
    CHECK_FALSE(early.is_cancelled());
}

TEST_CASE("timer: thousands set, moved and cancelled at random fire in order") {
    EventLoop loop;
    std::minstd_rand random(7);
    auto base = EventLoop::now() + 2ms;
    std::vector<Timer> timers;
    EventLoop::TimePoint last{};
    bool in_order = true;
    std::size_t fired = 0;
    auto set = [&](Timer& timer) {
        auto due = base + std::chrono::microseconds(random() % 5'000);
        timer.at(due, [&, due] {
            in_order = in_order && last <= due && due <= EventLoop::now();
            last = due;
            ++fired;
        });
    };
    for (int i = 0; i < 3'000; ++i) set(timers.emplace_back(loop));
    for (int i = 0; i < 3'000; ++i) set(timers[random() % timers.size()]);
    std::size_t cancelled = 0;
    for (std::size_t i = 0; i < timers.size(); i += 3, ++cancelled) timers[i].cancel();
    loop.run();
    CHECK(in_order);
    CHECK(fired == timers.size() - cancelled);
}

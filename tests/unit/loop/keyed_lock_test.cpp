#include "strata/loop/keyed_lock.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "strata/loop/run_task.hpp"
#include "strata/loop/semaphore.hpp"
#include "strata/loop/sleep.hpp"
#include "strata/loop/task_group.hpp"

using namespace std::chrono_literals;

namespace {

using strata::Cancelled;
using strata::CancelReason;
using strata::EventLoop;
using strata::KeyedLock;
using strata::Semaphore;
using strata::Task;
using strata::TaskGroup;
using Keys = std::vector<std::string>;
using Log = std::vector<std::string>;

auto hold(EventLoop& loop, KeyedLock& lock, Keys keys, Log& log, std::string name) -> Task<> {
    try {
        auto guard = co_await lock.acquire(std::move(keys));
        log.push_back(name + " in");
        co_await strata::sleep(loop, 1ms);
        log.push_back(name + " out");
    } catch (const Cancelled&) {
        log.push_back(name + " cancelled");
    }
}

auto pass(KeyedLock& lock, int& passed) -> Task<> {
    auto guard = co_await lock.acquire("key");
    ++passed;
}

auto withdraw(EventLoop& loop, KeyedLock& lock, int& balance, int& refused) -> Task<> {
    auto guard = co_await lock.acquire("account");
    int seen = balance;
    co_await strata::sleep(loop, 0ms);
    if (seen < 100) {
        ++refused;
        co_return;
    }
    balance = seen - 100;
}

auto transfer(EventLoop& loop, KeyedLock& lock, std::vector<int>& owner, std::size_t from,
              std::size_t to, int me) -> Task<> {
    auto guard = co_await lock.acquire(std::to_string(from), std::to_string(to));
    CHECK(owner[from] == 0);
    CHECK(owner[to] == 0);
    owner[from] = owner[to] = me;
    co_await strata::sleep(loop, 0ms);
    CHECK(owner[from] == me);
    CHECK(owner[to] == me);
    owner[from] = owner[to] = 0;
}

auto limited(EventLoop& loop, Semaphore& semaphore, Log& log, std::string name) -> Task<> {
    try {
        auto permit = co_await semaphore.acquire();
        log.push_back(name + " in");
        co_await strata::sleep(loop, 1ms);
        log.push_back(name + " out");
    } catch (const strata::SemaphoreFull&) {
        log.push_back(name + " full");
    } catch (const Cancelled&) {
        log.push_back(name + " cancelled");
    }
}

}  // namespace

TEST_CASE("keyed lock: holders of one key run one after another, in order") {
    EventLoop loop;
    KeyedLock lock;
    Log log;
    TaskGroup group(loop);
    for (const char* name : {"a", "b", "c"}) group.spawn(hold(loop, lock, {"key"}, log, name));
    CHECK(lock.held() == 1);
    CHECK(lock.waiting() == 2);
    loop.run();
    CHECK(log == Log{"a in", "a out", "b in", "b out", "c in", "c out"});
    CHECK(lock.held() == 0);
    CHECK(lock.waiting() == 0);
}

TEST_CASE("keyed lock: different keys do not wait for one another") {
    EventLoop loop;
    KeyedLock lock;
    Log log;
    TaskGroup group(loop);
    group.spawn(hold(loop, lock, {"one"}, log, "a"));
    group.spawn(hold(loop, lock, {"two"}, log, "b"));
    CHECK(log == Log{"a in", "b in"});
    loop.run();
}

TEST_CASE("keyed lock: a key named twice is taken once") {
    EventLoop loop;
    KeyedLock lock;
    Log log;
    TaskGroup group(loop);
    group.spawn(hold(loop, lock, {"b", "a", "b"}, log, "x"));
    CHECK(lock.held() == 2);
    loop.run();
    CHECK(log == Log{"x in", "x out"});
}

TEST_CASE("keyed lock: a place in the line ends with a cancel, and what was taken is released") {
    EventLoop loop;
    KeyedLock lock;
    Log log;
    TaskGroup holder(loop);
    TaskGroup cancelled(loop);
    holder.spawn(hold(loop, lock, {"b"}, log, "holder"));
    cancelled.spawn(hold(loop, lock, {"a", "b"}, log, "cancelled"));
    holder.spawn(hold(loop, lock, {"a"}, log, "behind"));
    cancelled.cancel_all(CancelReason::deadline);
    loop.run();
    CHECK(log == Log{"holder in", "cancelled cancelled", "behind in", "holder out", "behind out"});
    CHECK(lock.held() == 0);
    CHECK(lock.waiting() == 0);
}

TEST_CASE("keyed lock: a waiter destroyed between grant and resumption passes the key on") {
    EventLoop loop;
    KeyedLock lock;
    Log log;
    auto first = std::make_unique<TaskGroup>(loop);
    auto second = std::make_unique<TaskGroup>(loop);
    TaskGroup third(loop);
    first->spawn(hold(loop, lock, {"key"}, log, "first"));
    second->spawn(hold(loop, lock, {"key"}, log, "second"));
    third.spawn(hold(loop, lock, {"key"}, log, "third"));
    first.reset();
    second.reset();
    loop.run();
    CHECK(log == Log{"first in", "third in", "third out"});
    CHECK(lock.held() == 0);
}

TEST_CASE("keyed lock: 100,000 waiters that pass at once use no stack") {
    EventLoop loop;
    KeyedLock lock;
    Log log;
    TaskGroup group(loop);
    int passed = 0;
    group.spawn(hold(loop, lock, {"key"}, log, "first"));
    for (int i = 0; i < 100'000; ++i) group.spawn(pass(lock, passed));
    loop.run();
    CHECK(passed == 100'000);
}

TEST_CASE("keyed lock: of two concurrent withdrawals of one balance exactly one succeeds") {
    EventLoop loop;
    KeyedLock lock;
    TaskGroup group(loop);
    int balance = 100;
    int refused = 0;
    group.spawn(withdraw(loop, lock, balance, refused));
    group.spawn(withdraw(loop, lock, balance, refused));
    loop.run();
    CHECK(balance == 0);
    CHECK(refused == 1);
}

TEST_CASE("keyed lock: crossing transfers never meet and never deadlock") {
    EventLoop loop;
    KeyedLock lock;
    TaskGroup group(loop);
    std::minstd_rand random(3);
    std::vector<int> owner(5, 0);
    for (int me = 1; me <= 500; ++me) {
        group.spawn(transfer(loop, lock, owner, random() % 5, random() % 5, me));
    }
    loop.run();
    CHECK(group.count() == 0);
    CHECK(lock.held() == 0);
}

TEST_CASE("semaphore: a bounded line, first come first served") {
    EventLoop loop;
    Semaphore semaphore(1, 2);
    Log log;
    TaskGroup group(loop);
    for (const char* name : {"a", "b", "c", "d"}) group.spawn(limited(loop, semaphore, log, name));
    CHECK(log == Log{"a in", "d full"});
    CHECK(semaphore.waiting() == 2);
    CHECK(semaphore.rejected() == 1);
    CHECK_FALSE(semaphore.try_acquire().has_value());
    loop.run();
    CHECK(log == Log{"a in", "d full", "a out", "b in", "b out", "c in", "c out"});
    CHECK(semaphore.available() == 1);
    CHECK(semaphore.try_acquire().has_value());
    CHECK(semaphore.available() == 1);
}

TEST_CASE("semaphore: cancelled and destroyed waiters lose no permit") {
    EventLoop loop;
    Semaphore semaphore(1);
    Log log;
    auto first = std::make_unique<TaskGroup>(loop);
    auto second = std::make_unique<TaskGroup>(loop);
    TaskGroup third(loop);
    first->spawn(limited(loop, semaphore, log, "first"));
    third.spawn(limited(loop, semaphore, log, "third"));
    second->spawn(limited(loop, semaphore, log, "second"));
    third.cancel_all(CancelReason::disconnect);
    first.reset();
    second.reset();
    loop.run();
    CHECK(log == Log{"first in", "third cancelled"});
    CHECK(semaphore.available() == 1);
    CHECK(semaphore.waiting() == 0);
}

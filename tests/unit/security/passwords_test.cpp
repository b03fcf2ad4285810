#include "strata/security/passwords.hpp"

#include <doctest/doctest.h>

#include "strata/loop/event_loop.hpp"
#include "strata/loop/run_task.hpp"
#include "strata/loop/task_group.hpp"

using namespace strata;
using namespace strata::security;

namespace {

auto cheap() -> PasswordSettings {
    PasswordSettings settings;
    settings.passes = 1;
    settings.memory = 8U << 10U;
    return settings;
}

struct Pool {
    EventLoop loop{};
    WorkerPool workers{loop, {.cpu_threads = 2, .blocking_threads = 1, .queue = 16}};
};

}  // namespace

TEST_CASE(
    "a password's hash is argon2id with a salt of its own, and verifies that password alone") {
    Pool pool;
    Passwords passwords(pool.workers, cheap());
    const auto first = run_task(pool.loop, passwords.hash("correct horse"));
    const auto second = run_task(pool.loop, passwords.hash("correct horse"));
    CHECK(first.starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
    CHECK(first != second);
    CHECK(run_task(pool.loop, passwords.verify(first, "correct horse")));
    CHECK_FALSE(run_task(pool.loop, passwords.verify(first, "correct horsE")));
    CHECK_FALSE(run_task(pool.loop, passwords.verify(first, "")));
    CHECK_FALSE(run_task(pool.loop, passwords.verify("no hash", "correct horse")));
}

TEST_CASE("the hash of nobody is never right, and does the same work") {
    Pool pool;
    auto settings = cheap();
    settings.memory = 4U << 20U;
    Passwords passwords(pool.workers, settings);
    const auto hash = run_task(pool.loop, passwords.hash("x"));
    const auto before = pool.workers.statistics(Lane::cpu).run_time;
    CHECK_FALSE(run_task(pool.loop, passwords.verify(hash, "y")));
    const auto wrong = pool.workers.statistics(Lane::cpu).run_time - before;
    CHECK_FALSE(run_task(pool.loop, passwords.verify("", "y")));
    const auto nobody = pool.workers.statistics(Lane::cpu).run_time - before - wrong;
    CHECK(nobody * 10 > wrong);
}

TEST_CASE("a hash of other parameters asks to be made again") {
    Pool pool;
    Passwords old(pool.workers, cheap());
    const auto hash = run_task(pool.loop, old.hash("x"));
    CHECK_FALSE(old.needs_rehash(hash));
    auto settings = cheap();
    settings.passes = 2;
    Passwords stronger(pool.workers, settings);
    CHECK(stronger.needs_rehash(hash));
    settings = cheap();
    settings.memory = 16U << 10U;
    CHECK(Passwords(pool.workers, settings).needs_rehash(hash));
    CHECK(run_task(pool.loop, stronger.verify(hash, "x")));
}

TEST_CASE("a burst of passwords waits in line; past the line it is refused") {
    Pool pool;
    auto settings = cheap();
    settings.concurrency = 1;
    settings.queue = 2;
    Passwords passwords(pool.workers, settings);
    int done = 0;
    int refused = 0;
    auto one = [](Passwords& hasher, int& ended, int& full) -> Task<> {
        try {
            co_await hasher.hash("x");
            ++ended;
        } catch (const SemaphoreFull&) {
            ++full;
        }
    };
    TaskGroup group(pool.loop);
    for (int i = 0; i < 5; ++i) group.spawn(one(passwords, done, refused));
    CHECK(passwords.waiting() == 2);
    CHECK(refused == 2);
    pool.loop.run();
    CHECK(done == 3);
}

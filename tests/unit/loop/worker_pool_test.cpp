#include "strata/loop/worker_pool.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <latch>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "strata/loop/run_task.hpp"
#include "strata/loop/sleep.hpp"
#include "strata/loop/task_group.hpp"

using namespace std::chrono_literals;

namespace {

using strata::Cancelled;
using strata::CancelReason;
using strata::EventLoop;
using strata::Job;
using strata::Lane;
using strata::PoolFull;
using strata::run_task;
using strata::Task;
using strata::TaskGroup;
using strata::WorkerPool;
using Log = std::vector<std::string>;

// A door that workers wait at, and that the loop's thread opens.
class Door {
  public:
    void open() {
        open_ = true;
        open_.notify_all();
    }
    void pass() {
        ++inside_;
        inside_.notify_all();
        open_.wait(false);
    }
    void await_visitors(int count) {
        for (int seen = inside_; seen < count; seen = inside_) inside_.wait(seen);
    }

  private:
    std::atomic<bool> open_ = false;
    std::atomic<int> inside_ = 0;
};

auto add(WorkerPool& pool, EventLoop& loop, int a, int b) -> Task<int> {
    bool on_worker = false;
    int sum = co_await pool.run("add", Lane::cpu, [&] {
        on_worker = !loop.is_loop_thread();
        return a + b;
    });
    CHECK(on_worker);
    CHECK(loop.is_loop_thread());
    co_return sum;
}

auto failing(WorkerPool& pool) -> Task<> {
    co_await pool.run("failing", Lane::blocking, [&] { throw std::runtime_error("on a worker"); });
}

auto behind(WorkerPool& pool, Door& door, Log& log, std::string name) -> Task<> {
    bool has_run = false;
    try {
        co_await pool.run("behind", Lane::cpu, [&] {
            door.pass();
            has_run = true;
        });
        log.push_back(name + " done");
    } catch (const Cancelled&) {
        log.push_back(name + (has_run ? " cancelled after it ran" : " cancelled"));
    } catch (const PoolFull& full) {
        log.push_back(name + ": " + full.what());
    }
}

class Counted final : public Job {
  public:
    explicit Counted(int& done) : Job("counted"), done_(done) {}

  private:
    void run() noexcept override { ran_ = true; }
    void done() override { done_ += ran_ ? 1 : 1'000; }
    bool ran_ = false;
    int& done_;
};

auto storm(EventLoop& loop, WorkerPool& pool, unsigned seed, int& ended) -> Task<> {
    std::minstd_rand random(seed);
    std::string text(100, 'x');
    std::size_t size = 0;
    for (int i = 0; i < 20; ++i) {
        try {
            co_await pool.run("storm", random() % 2 == 0 ? Lane::cpu : Lane::blocking,
                              [&] { size += text.size(); });
        } catch (const PoolFull&) {
        } catch (const Cancelled&) {
            break;
        }
        if (random() % 4 == 0) {
            try {
                co_await strata::sleep(loop, std::chrono::microseconds(random() % 100));
            } catch (const Cancelled&) {
                break;
            }
        }
    }
    CHECK(size % text.size() == 0);
    ++ended;
}

}  // namespace

TEST_CASE("pool: runs on a worker and comes back to the loop with the value") {
    EventLoop loop;
    WorkerPool pool(loop);
    CHECK(run_task(loop, add(pool, loop, 2, 3)) == 5);
    auto statistics = pool.statistics(Lane::cpu);
    CHECK(statistics.done == 1);
    CHECK(statistics.queued == 0);
    CHECK(statistics.running == 0);
    CHECK(statistics.run_time.count() > 0);
    CHECK(pool.statistics(Lane::blocking).done == 0);
}

TEST_CASE("pool: an exception of the callable is thrown at the awaiter") {
    EventLoop loop;
    WorkerPool pool(loop);
    CHECK_THROWS_WITH_AS(run_task(loop, failing(pool)), "on a worker", std::runtime_error);
}

TEST_CASE("pool: a full queue refuses, in its own lane only") {
    EventLoop loop;
    WorkerPool pool(loop, {.cpu_threads = 1, .blocking_threads = 1, .queue = 1});
    Door door;
    Log log;
    TaskGroup group(loop);
    group.spawn(behind(pool, door, log, "first"));
    door.await_visitors(1);
    group.spawn(behind(pool, door, log, "second"));
    group.spawn(behind(pool, door, log, "third"));
    CHECK(log == Log{"third: the worker pool is full"});
    CHECK(pool.statistics(Lane::cpu).rejected == 1);
    CHECK(pool.statistics(Lane::cpu).queued == 1);
    CHECK(pool.running_jobs() == Log{"behind"});
    int done = 0;
    Counted other_lane(done);
    pool.submit(other_lane, Lane::blocking);
    door.open();
    loop.run();
    CHECK(done == 1);
    CHECK(log.size() == 3);
}

TEST_CASE("pool: cancelled, a queued job leaves at once and a running one is waited for") {
    EventLoop loop;
    WorkerPool pool(loop, {.cpu_threads = 1, .blocking_threads = 1});
    Door door;
    Log log;
    TaskGroup group(loop);
    group.spawn(behind(pool, door, log, "running"));
    door.await_visitors(1);
    group.spawn(behind(pool, door, log, "queued"));
    group.cancel_all(CancelReason::deadline);
    CHECK(pool.statistics(Lane::cpu).queued == 0);
    loop.post([&] {
        CHECK(log == Log{"queued cancelled"});
        CHECK(group.count() == 1);
        door.open();
    });
    loop.run();
    CHECK(log == Log{"queued cancelled", "running cancelled after it ran"});
    CHECK(pool.statistics(Lane::cpu).withdrawn == 1);
}

TEST_CASE("pool: destroying a frame whose job runs waits for the job") {
    EventLoop loop;
    WorkerPool pool(loop, {.cpu_threads = 1, .blocking_threads = 1});
    Door door;
    Log log;
    auto group = std::make_unique<TaskGroup>(loop);
    group->spawn(behind(pool, door, log, "running"));
    door.await_visitors(1);
    group->spawn(behind(pool, door, log, "queued"));
    std::thread opener([&] { door.open(); });
    group.reset();
    opener.join();
    loop.run();
    CHECK(log.empty());
    CHECK(loop.work() == 0);
    CHECK(pool.statistics(Lane::cpu).running == 0);
}

TEST_CASE("pool: a job returned but not delivered can be destroyed") {
    EventLoop loop;
    WorkerPool pool(loop, {.cpu_threads = 1, .blocking_threads = 1});
    int done = 0;
    auto job = std::make_unique<Counted>(done);
    pool.submit(*job, Lane::cpu);
    while (pool.statistics(Lane::cpu).done == 0) std::this_thread::yield();
    pool.forget(*job);
    job.reset();
    loop.run();
    CHECK(done == 0);
}

TEST_CASE("pool: low-level jobs run, end on the loop and can be submitted again") {
    EventLoop loop;
    WorkerPool pool(loop);
    int done = 0;
    Counted job(done);
    for (int i = 0; i < 3; ++i) {
        pool.submit(job, Lane::blocking);
        CHECK(job.is_submitted());
        CHECK_THROWS_AS(pool.submit(job, Lane::blocking), std::logic_error);
        loop.run();
        CHECK_FALSE(job.is_submitted());
    }
    CHECK(done == 3);
    CHECK_FALSE(pool.withdraw(job));
}

TEST_CASE("pool: shutdown waits for what is there, and names the late") {
    EventLoop loop;
    WorkerPool pool(loop, {.cpu_threads = 1, .blocking_threads = 1});
    Door door;
    Log log;
    TaskGroup group(loop);
    group.spawn(behind(pool, door, log, "running"));
    group.spawn(behind(pool, door, log, "queued"));
    door.await_visitors(1);
    auto late = [](WorkerPool& p, Door& d) -> Task<Log> {
        Log names = co_await p.shutdown(1ms);
        d.open();
        Log none = co_await p.shutdown(1h);
        CHECK(none.empty());
        co_return names;
    };
    CHECK(run_task(loop, late(pool, door)) == Log{"behind", "behind"});
    CHECK(log == Log{"running done", "queued done"});
    group.spawn(behind(pool, door, log, "after"));
    CHECK(log.back() == "after: the worker pool is shut down");
}

TEST_CASE("pool: destroyed with jobs that have not begun, it drops them") {
    EventLoop loop;
    int done = 0;
    std::vector<std::unique_ptr<Counted>> jobs;
    {
        WorkerPool pool(loop, {.cpu_threads = 1, .blocking_threads = 1});
        for (int i = 0; i < 100; ++i) {
            pool.submit(*jobs.emplace_back(std::make_unique<Counted>(done)), Lane::cpu);
        }
    }
    loop.run();
    CHECK(done == 0);
    CHECK(loop.work() == 0);
    for (const auto& job : jobs) CHECK_FALSE(job->is_submitted());
}

TEST_CASE("pool: storms of jobs, cancels and destruction lose and leak nothing") {
    for (unsigned round = 0; round < 30; ++round) {
        EventLoop loop;
        WorkerPool pool(loop, {.cpu_threads = 2, .blocking_threads = 2, .queue = 8});
        auto group = std::make_unique<TaskGroup>(loop);
        int ended = 0;
        for (unsigned i = 0; i < 40; ++i) group->spawn(storm(loop, pool, round * 40 + i, ended));
        strata::Timer timer(loop);
        if (round % 3 == 1) {
            timer.after(1ms, [&] { group->cancel_all(CancelReason::shutdown); });
        }
        if (round % 3 == 2) {
            timer.after(1ms, [&] { group.reset(); });
        }
        loop.run();
        if (group) CHECK(ended == 40);
        CHECK(loop.work() == 0);
        CHECK(pool.statistics(Lane::cpu).running == 0);
        CHECK(pool.statistics(Lane::cpu).queued == 0);
    }
}

#pragma once
// WorkerPool: threads for what must not run on the loop: two lanes, each with threads and a bounded
// queue of its own. Called on the loop's thread; jobs run on workers and end on the loop.
//
//     auto hash = co_await pool.run("hash", Lane::cpu, [&] { return hash_password(text); });
//
// run() takes a function or a `[&]` lambda: the frame that awaits lives until the job has returned,
// so references to its locals stay good. A callable that owns something must be a named object (an
// lvalue), which the frame keeps.
//
// Cancellation: a job that has not begun leaves the queue, and the awaiter gets Cancelled at once.
// One that has begun is never abandoned: Cancelled is thrown when it has returned. An exception of
// the callable is thrown at the awaiter.
//
// Owner: the pool outlives its jobs' owners. Its destructor waits for the jobs that run; those that
// have not begun never will, and none of the rest gets its done(). End them with shutdown() before.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "strata/loop/job.hpp"
#include "strata/loop/task.hpp"

namespace strata {

struct WorkerPoolOptions {
    std::size_t cpu_threads = 0;  // 0: one a core
    std::size_t blocking_threads = 8;
    std::size_t queue = 1024;  // jobs that may wait in each lane
};

// Of one lane, since the pool was made; queued and running: now.
struct LaneStatistics {
    std::uint64_t queued = 0;
    std::uint64_t running = 0;
    std::uint64_t done = 0;
    std::uint64_t rejected = 0;
    std::uint64_t withdrawn = 0;
    std::chrono::nanoseconds wait_time{0};  // in the queue, of all that began
    std::chrono::nanoseconds run_time{0};   // of all that are done
};

// Thrown by submit() and at the co_await of run(): the lane's queue is full, or the pool is shut
// down.
class PoolFull final : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

class WorkerPool final {
  public:
    explicit WorkerPool(EventLoop& loop, WorkerPoolOptions options = {});
    WorkerPool(const WorkerPool&) = delete;
    auto operator=(const WorkerPool&) -> WorkerPool& = delete;
    ~WorkerPool();

    template <class F>
    [[nodiscard]] auto run(std::string_view name, Lane lane, F&& callable)
        -> Task<std::remove_cvref_t<std::invoke_result_t<F&>>>;

    // REQUIRES: the job is not submitted.
    void submit(Job& job, Lane lane);
    // True: the job had not begun, and never will; done() is not called. False: it has, and done()
    // follows.
    [[nodiscard]] auto withdraw(Job& job) noexcept -> bool;
    // For the destructor of a job's owner: done() is not called. Blocks while the job runs.
    void forget(Job& job) noexcept;

    // Takes no job any more, and waits for those there are until `grace` is over. The names of
    // those late, which still wait or run.
    [[nodiscard]] auto shutdown(EventLoop::Duration grace) -> Task<std::vector<std::string>>;

    [[nodiscard]] auto statistics(Lane lane) const -> LaneStatistics;
    // What runs on workers now.
    [[nodiscard]] auto running_jobs() const -> std::vector<std::string>;

  private:
    class Impl;
    void take_back(Job& job) noexcept;
    void work(Lane lane);
    void deliver();
    [[nodiscard]] auto names(bool with_queued) const -> std::vector<std::string>;

    std::shared_ptr<Impl> impl_;
};

}  // namespace strata

#include "strata/loop/job_call.hpp"

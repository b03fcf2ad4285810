#include "strata/loop/worker_pool.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "strata/loop/event.hpp"
#include "strata/loop/timer.hpp"

namespace strata {

struct LaneQueue {
    IntrusiveList<Job> queued;
    IntrusiveList<Job> running;
    std::condition_variable wake;
    LaneStatistics statistics;
};

class WorkerPool::Impl final {
  public:
    Impl(EventLoop& owner, WorkerPoolOptions settings) : loop(owner), options(settings) {}
    auto lane(Lane which) noexcept -> LaneQueue& { return lanes[static_cast<std::size_t>(which)]; }

    EventLoop& loop;
    const WorkerPoolOptions options;
    std::vector<std::thread> threads;

    // Loop thread.
    std::size_t submitted = 0;
    AsyncEvent changed;  // a job left, or shutdown()'s time is over

    // Shared under the mutex.
    std::mutex mutex;
    std::array<LaneQueue, 2> lanes;
    IntrusiveList<Job> finished;
    std::condition_variable returned;  // a job that forget() waits for
    std::size_t forgetting = 0;
    bool closed = false;    // takes no job
    bool stopping = false;  // workers end
};

WorkerPool::WorkerPool(EventLoop& loop, WorkerPoolOptions options)
    : impl_(std::make_shared<Impl>(loop, options)) {
    auto cores = std::max<std::size_t>(1, std::thread::hardware_concurrency());
    auto cpu = options.cpu_threads == 0 ? cores : options.cpu_threads;
    auto blocking = std::max<std::size_t>(1, options.blocking_threads);
    for (std::size_t i = 0; i < cpu; ++i) {
        impl_->threads.emplace_back([this] { work(Lane::cpu); });
    }
    for (std::size_t i = 0; i < blocking; ++i) {
        impl_->threads.emplace_back([this] { work(Lane::blocking); });
    }
}

WorkerPool::~WorkerPool() {
    {
        std::lock_guard guard(impl_->mutex);
        impl_->stopping = impl_->closed = true;
        for (LaneQueue& lane : impl_->lanes) {
            while (Job* job = lane.queued.pop_front()) take_back(*job);
            lane.wake.notify_all();
        }
    }
    for (std::thread& thread : impl_->threads) thread.join();
    while (Job* job = impl_->finished.pop_front()) take_back(*job);
}

// The job is its owner's again. Loop thread.
void WorkerPool::take_back(Job& job) noexcept {
    job.state_ = Job::State::idle;
    job.submitted_ = false;
    job.work_.release();
    if (--impl_->submitted == 0) impl_->changed.notify_all();
}

void WorkerPool::submit(Job& job, Lane which) {
    if (job.submitted_) throw std::logic_error("strata::WorkerPool: the job is submitted already");
    std::lock_guard guard(impl_->mutex);
    LaneQueue& lane = impl_->lane(which);
    if (impl_->closed || lane.statistics.queued >= impl_->options.queue) {
        ++lane.statistics.rejected;
        throw PoolFull(impl_->closed ? "the worker pool is shut down" : "the worker pool is full");
    }
    job.state_ = Job::State::queued;
    job.lane_ = which;
    job.since_ = EventLoop::now();
    lane.queued.push_back(job);
    ++lane.statistics.queued;
    job.submitted_ = true;
    job.work_ = Work(impl_->loop);
    ++impl_->submitted;
    lane.wake.notify_one();
}

auto WorkerPool::withdraw(Job& job) noexcept -> bool {
    std::lock_guard guard(impl_->mutex);
    if (job.state_ != Job::State::queued) return false;
    LaneQueue& lane = impl_->lane(job.lane_);
    job.unlink();
    --lane.statistics.queued;
    ++lane.statistics.withdrawn;
    take_back(job);
    return true;
}

void WorkerPool::forget(Job& job) noexcept {
    if (!job.submitted_ || withdraw(job)) return;
    std::unique_lock lock(impl_->mutex);
    ++impl_->forgetting;
    impl_->returned.wait(lock, [&] { return job.state_ == Job::State::finished; });
    --impl_->forgetting;
    job.unlink();
    take_back(job);
}

void WorkerPool::work(Lane which) {
    Impl& impl = *impl_;
    LaneQueue& lane = impl.lane(which);
    std::unique_lock lock(impl.mutex);
    for (;;) {
        lane.wake.wait(lock, [&] { return impl.stopping || !lane.queued.empty(); });
        if (impl.stopping) return;
        Job& job = *lane.queued.pop_front();
        auto begun = EventLoop::now();
        --lane.statistics.queued;
        ++lane.statistics.running;
        lane.statistics.wait_time += begun - job.since_;
        job.state_ = Job::State::running;
        lane.running.push_back(job);
        lock.unlock();
        job.run();
        lock.lock();
        job.unlink();
        job.state_ = Job::State::finished;
        --lane.statistics.running;
        ++lane.statistics.done;
        lane.statistics.run_time += EventLoop::now() - begun;
        bool first = impl.finished.empty();
        impl.finished.push_back(job);
        if (impl.forgetting > 0) impl.returned.notify_all();
        if (first && !impl.stopping) {
            impl.loop.post([this, alive = std::weak_ptr<Impl>(impl_)] {
                if (auto held = alive.lock()) deliver();
            });
        }
    }
}

void WorkerPool::deliver() {
    auto held = impl_;
    for (;;) {
        Job* job = nullptr;
        {
            std::lock_guard guard(held->mutex);
            job = held->finished.pop_front();
            if (job == nullptr) return;
            take_back(*job);
        }
        try {
            job->done();
        } catch (...) {
            held->loop.report_failure(std::current_exception(), "job");
        }
    }
}

auto WorkerPool::names(bool with_queued) const -> std::vector<std::string> {
    std::vector<std::string> result;
    std::lock_guard guard(impl_->mutex);
    for (LaneQueue& lane : impl_->lanes) {
        for (Job* job = lane.running.front(); job != nullptr; job = lane.running.after(*job)) {
            result.emplace_back(job->name());
        }
        if (!with_queued) continue;
        for (Job* job = lane.queued.front(); job != nullptr; job = lane.queued.after(*job)) {
            result.emplace_back(job->name());
        }
    }
    return result;
}

auto WorkerPool::shutdown(EventLoop::Duration grace) -> Task<std::vector<std::string>> {
    auto impl = impl_;
    {
        std::lock_guard guard(impl->mutex);
        impl->closed = true;
    }
    bool over = false;
    Timer timer(impl->loop);
    timer.after(grace, [&] {
        over = true;
        impl->changed.notify_all();
    });
    while (impl->submitted > 0 && !over) co_await impl->changed.wait();
    co_return names(true);
}

auto WorkerPool::statistics(Lane lane) const -> LaneStatistics {
    std::lock_guard guard(impl_->mutex);
    return impl_->lane(lane).statistics;
}

auto WorkerPool::running_jobs() const -> std::vector<std::string> { return names(false); }

}  // namespace strata

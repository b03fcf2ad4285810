#include "data/sqlite/lane.hpp"

#include <algorithm>

#include "strata/data/error.hpp"
#include "strata/loop/event_loop.hpp"

namespace strata::data::sqlite {

auto Completions::add(Job& job) -> bool {
    const std::lock_guard lock(mutex_);
    finished_.push_back(&job);
    return finished_.size() == 1;
}

void Completions::wake() {
    loop_->post([self = shared_from_this()] { self->drain(); });
}

void Completions::remove(Job& job) {
    std::ranges::replace(batch_, &job, nullptr);
    const std::lock_guard lock(mutex_);
    std::erase(finished_, &job);
}

// finished() may take out others of the batch, and may come back here.
void Completions::drain() {
    {
        const std::lock_guard lock(mutex_);
        batch_.insert(batch_.end(), finished_.begin(), finished_.end());
        finished_.clear();
    }
    while (next_ < batch_.size()) {
        if (Job* job = batch_[next_++]) job->finished();
    }
    batch_.clear();
    next_ = 0;
}

void Completions::forget() {
    std::ranges::fill(batch_, nullptr);
    const std::lock_guard lock(mutex_);
    finished_.clear();
}

Lane::Lane(Completions& completions, std::vector<std::unique_ptr<Connection>> connections)
    : completions_(&completions), connections_(std::move(connections)) {
    threads_.reserve(connections_.size());
    for (auto& connection : connections_)
        threads_.emplace_back([this, &connection] { work(connection); });
}

void Lane::submit(Job& job) {
    const std::lock_guard lock(mutex_);
    job.stop_.store(false, std::memory_order_relaxed);
    job.state_ = Job::State::queued;
    queue_.push_back(job);
    ++queued_;
    if (idle_ > 0) ready_.notify_one();
}

void Lane::cancel(Job& job) {
    bool wake = false;
    {
        const std::lock_guard lock(mutex_);
        if (job.state_ == Job::State::running) job.stop_.store(true, std::memory_order_relaxed);
        if (job.state_ != Job::State::queued) return;
        take_out(job);
        job.state_ = Job::State::finished;
        job.error_ = std::make_exception_ptr(
            DatabaseError(ErrorKind::interrupted, "cancelled while it waited"));
        wake = completions_->add(job);
    }
    if (wake) completions_->wake();
}

void Lane::abandon(Job& job) {
    std::unique_lock lock(mutex_);
    if (job.state_ == Job::State::queued) {
        take_out(job);
        job.state_ = Job::State::idle;
    }
    if (job.state_ == Job::State::running) job.stop_.store(true, std::memory_order_relaxed);
    lock.unlock();
    finish(job);
}

void Lane::finish(Job& job) {
    std::unique_lock lock(mutex_);
    if (job.state_ == Job::State::idle) return;
    ended_.wait(lock, [&job] { return job.state_ == Job::State::finished; });
    completions_->remove(job);
    job.state_ = Job::State::idle;
}

void Lane::take_out(Job& job) {
    job.unlink();
    --queued_;
}

auto Lane::waiting() const -> std::size_t {
    const std::lock_guard lock(mutex_);
    return queued_;
}

void Lane::close() {
    {
        const std::lock_guard lock(mutex_);
        closing_ = true;
    }
    ready_.notify_all();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
}

void Lane::work(std::unique_ptr<Connection>& own) {
    std::unique_lock lock(mutex_);
    while (true) {
        while (queue_.empty() && !closing_) {
            ++idle_;
            ready_.wait(lock);
            --idle_;
        }
        Job* job = queue_.pop_front();
        if (job == nullptr) break;
        --queued_;
        job->state_ = Job::State::running;
        lock.unlock();
        execute(*job, own);
        lock.lock();
        job->state_ = Job::State::finished;
        const bool wake = completions_->add(*job);  // from here on the job belongs to the loop
        ended_.notify_all();
        if (!wake) continue;
        lock.unlock();
        completions_->wake();
        lock.lock();
    }
    lock.unlock();
    own.reset();
}

void Lane::execute(Job& job, std::unique_ptr<Connection>& own) noexcept {
    try {
        job.run(own);
    } catch (...) {
        job.error_ = std::current_exception();
    }
}

}  // namespace strata::data::sqlite

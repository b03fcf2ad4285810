#include "data/sqlite/lane.hpp"

#include <algorithm>

#include "strata/data/error.hpp"
#include "strata/loop/event_loop.hpp"

namespace strata::data::sqlite {
namespace {

constexpr std::size_t max_batch = 8;  // reads that one slow one among them holds up

class SharedRead final {
  public:
    explicit SharedRead(Connection* connection) : connection_(connection) {
        try {
            if (connection_ != nullptr) connection_->begin_read();
        } catch (const DatabaseError&) {
            connection_ = nullptr;  // then each reads by itself, and tells what is wrong
        }
    }
    SharedRead(const SharedRead&) = delete;
    auto operator=(const SharedRead&) -> SharedRead& = delete;
    ~SharedRead() {
        if (connection_ != nullptr) connection_->rollback();
    }

  private:
    Connection* connection_;
};

}  // namespace

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
    Batch batch;
    std::unique_lock lock(mutex_);
    while (true) {
        while (queue_.empty() && !closing_) {
            ++idle_;
            ready_.wait(lock);
            --idle_;
        }
        if (queue_.empty()) break;
        take_batch(batch);
        lock.unlock();
        run_batch(batch, own);
        lock.lock();
    }
    lock.unlock();
    own.reset();
}

// One job; or, when more wait than there are threads, a share of the reads.
void Lane::take_batch(Batch& batch) {
    const std::size_t limit = std::clamp<std::size_t>(queued_ / connections_.size(), 1, max_batch);
    batch.clear();
    do {
        Job* job = queue_.pop_front();
        --queued_;
        job->state_ = Job::State::running;
        batch.push_back(job);
    } while (batch.size() < limit && batch.front()->shares_read() && !queue_.empty() &&
             queue_.front()->shares_read());
}

void Lane::run_batch(const Batch& batch, std::unique_ptr<Connection>& own) {
    const SharedRead shared(batch.size() > 1 ? own.get() : nullptr);
    for (Job* job : batch) {
        execute(*job, own);
        end(*job);
    }
}

void Lane::end(Job& job) {
    std::unique_lock lock(mutex_);
    job.state_ = Job::State::finished;
    const bool wake = completions_->add(job);  // from here on the job belongs to the loop
    ended_.notify_all();
    lock.unlock();
    if (wake) completions_->wake();
}

void Lane::execute(Job& job, std::unique_ptr<Connection>& own) noexcept {
    try {
        job.run(own);
    } catch (...) {
        job.error_ = std::current_exception();
    }
}

}  // namespace strata::data::sqlite

#pragma once
// Lane: a FIFO of jobs and the threads that run them, each thread with a connection of its own.
// Jobs come from the loop and finish on the loop, in batches: one post for all that finished since
// the last.
//
// submit, cancel, abandon, close: loop thread. A job stays where it is until finished() was called
// or abandon() returned.
#include <atomic>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "data/sqlite/connection.hpp"
#include "strata/loop/intrusive_list.hpp"

namespace strata {
class EventLoop;
}

namespace strata::data::sqlite {

class Job : public ListNode {
  public:
    virtual ~Job() = default;

    // On the lane's thread; what it throws is kept in error().
    virtual void run(std::unique_ptr<Connection>& own) = 0;
    // On the loop. The job may be destroyed or submitted again in it.
    virtual void finished() = 0;
    // A single read: those that wait together may share a transaction, and with it the cost of
    // SQLite's file locks. Each still sees what was committed when it was submitted.
    [[nodiscard]] virtual auto shares_read() const -> bool { return false; }

    [[nodiscard]] auto take_error() noexcept -> std::exception_ptr {
        return std::exchange(error_, nullptr);
    }

  protected:
    [[nodiscard]] auto stop_flag() const noexcept -> const std::atomic<bool>* { return &stop_; }

  private:
    friend class Lane;
    enum class State { idle, queued, running, finished };

    std::atomic<bool> stop_ = false;
    State state_ = State::idle;  // under the lane's mutex
    std::exception_ptr error_{};
};

// Jobs on their way back to the loop. Shared with what is posted, which may outlive the database.
class Completions final : public std::enable_shared_from_this<Completions> {
  public:
    explicit Completions(EventLoop& loop) : loop_(&loop) {}

    // Any thread. True: the caller has to call wake().
    [[nodiscard]] auto add(Job& job) -> bool;
    void wake();
    void remove(Job& job);  // loop thread
    void drain();           // loop thread
    void forget();          // loop thread: finished() of what is left is not called

  private:
    EventLoop* loop_;
    std::vector<Job*> batch_{};  // loop thread: what drain() works through
    std::size_t next_ = 0;
    std::mutex mutex_{};
    std::vector<Job*> finished_{};
};

class Lane final {
  public:
    // One thread for each connection; a null one is for the first job to open.
    Lane(Completions& completions, std::vector<std::unique_ptr<Connection>> connections);
    Lane(const Lane&) = delete;
    auto operator=(const Lane&) -> Lane& = delete;
    ~Lane() { close(); }

    void submit(Job& job);
    // A job that waits is taken out and finishes as interrupted; one that runs is told to stop.
    void cancel(Job& job);
    // Returns when the job is neither waiting nor running; finished() will not be called.
    void abandon(Job& job);
    // The same, but a job that waits or runs does so to its end.
    void finish(Job& job);
    [[nodiscard]] auto waiting() const -> std::size_t;
    // Runs what waits, then closes the connections and ends the threads. Idempotent.
    void close();

  private:
    void work(std::unique_ptr<Connection>& own);
    using Batch = std::vector<Job*>;
    void take_out(Job& job);
    void take_batch(Batch& batch);
    void run_batch(const Batch& batch, std::unique_ptr<Connection>& own);
    void execute(Job& job, std::unique_ptr<Connection>& own) noexcept;
    void end(Job& job);

    Completions* completions_;
    std::vector<std::unique_ptr<Connection>> connections_;
    mutable std::mutex mutex_{};
    std::condition_variable ready_{};
    std::condition_variable ended_{};  // a job ended, for abandon()
    IntrusiveList<Job> queue_{};
    std::size_t queued_ = 0;
    std::size_t idle_ = 0;
    bool closing_ = false;
    std::vector<std::thread> threads_{};
};

}  // namespace strata::data::sqlite

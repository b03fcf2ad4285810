#pragma once
// Job: a piece of blocking or CPU-bound work for the WorkerPool. Embeds in its owner, who keeps it
// alive until done(), a successful withdraw() or a forget(). After that it may be submitted again.
#include <cstdint>
#include <string_view>

#include "strata/loop/event_loop.hpp"
#include "strata/loop/intrusive_list.hpp"
#include "strata/loop/work.hpp"

namespace strata {

enum class Lane : std::uint8_t {
    cpu,       // computes: as many threads as cores
    blocking,  // waits: files, databases, the resolver
};

class Job : public ListNode {
  public:
    [[nodiscard]] auto name() const noexcept -> std::string_view { return name_; }
    // Loop thread: between submit() and done(), withdraw() or forget().
    [[nodiscard]] auto is_submitted() const noexcept -> bool { return submitted_; }

  protected:
    // The name is for logs and must outlive the job: a literal.
    explicit Job(std::string_view name) noexcept : name_(name) {}
    virtual ~Job() = default;

  private:
    friend class WorkerPool;
    // On a worker.
    virtual void run() noexcept = 0;
    // On the loop, after run(); may destroy the job or submit it again.
    virtual void done() = 0;

    enum class State : std::uint8_t { idle, queued, running, finished };
    const std::string_view name_;
    bool submitted_ = false;
    Work work_;
    // Under the pool's mutex.
    State state_ = State::idle;
    Lane lane_ = Lane::cpu;
    EventLoop::TimePoint since_{};  // queued, then begun
};

}  // namespace strata

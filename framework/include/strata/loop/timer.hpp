#pragma once
// Timers, precise to what the system gives. Loop thread only. An armed timer keeps run() running,
// unless it is a background one. After cancel() or destruction a timer never fires, whatever was
// queued before.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "strata/loop/cancel.hpp"
#include "strata/loop/event_loop.hpp"
#include "strata/loop/unique_function.hpp"
#include "strata/loop/work.hpp"

namespace strata {

enum class KeepsRunning : bool { no, yes };

// The point of time after a duration, without overflow.
[[nodiscard]] auto time_after(EventLoop::Duration duration) noexcept -> EventLoop::TimePoint;

// Base of what expires: embeds in its owner and allocates nothing.
class TimerNode {
  public:
    TimerNode(const TimerNode&) = delete;
    auto operator=(const TimerNode&) -> TimerNode& = delete;
    [[nodiscard]] auto is_armed() const noexcept -> bool { return position_ != unarmed; }

  protected:
    explicit TimerNode(EventLoop& loop, KeepsRunning keeps = KeepsRunning::yes) noexcept
        : loop_(loop), keeps_(keeps) {}
    virtual ~TimerNode() { disarm(); }

    // Armed again, it only has the new time.
    void arm(EventLoop::TimePoint due);
    void disarm() noexcept {
        if (!is_armed()) return;
        loop_.disarm(*this);
        work_.release();
    }
    // Once an arm(), no earlier than due; those of one time in order of arm(). It may arm again,
    // and may destroy itself.
    virtual void expired() = 0;

    [[nodiscard]] auto loop() const noexcept -> EventLoop& { return loop_; }
    [[nodiscard]] auto due() const noexcept -> EventLoop::TimePoint { return due_; }

  private:
    friend class TimerQueue;
    static constexpr std::size_t unarmed = SIZE_MAX;

    EventLoop& loop_;
    EventLoop::TimePoint due_{};
    std::uint64_t order_ = 0;
    std::size_t position_ = unarmed;
    KeepsRunning keeps_;
    Work work_;
};

// A handle on a callback at a time. Exceptions of the callback go to the loop's on_failure().
class Timer final {
  public:
    explicit Timer(EventLoop& loop, KeepsRunning keeps = KeepsRunning::yes);
    Timer(Timer&&) noexcept;
    auto operator=(Timer&&) noexcept -> Timer&;
    ~Timer();

    // Each replaces what was set before.
    void after(EventLoop::Duration delay, UniqueFunction callback);
    void at(EventLoop::TimePoint due, UniqueFunction callback);
    // Every `period` (positive, std::invalid_argument otherwise), counted from now; periods that
    // the loop missed are skipped, not made up for.
    void every(EventLoop::Duration period, UniqueFunction callback);
    void cancel() noexcept;
    [[nodiscard]] auto is_active() const noexcept -> bool;

  private:
    class Node;
    std::unique_ptr<Node> node_;
};

// Cancels a scope with CancelReason::deadline at a time; never after the Deadline is destroyed. It
// does not keep run() running: what it bounds does.
class Deadline final : private TimerNode {
  public:
    Deadline(CancelScope& scope, EventLoop::TimePoint due);
    Deadline(CancelScope& scope, EventLoop::Duration delay);
    using TimerNode::due;

  private:
    void expired() override;
    CancelScope& scope_;
};

}  // namespace strata

#pragma once
// Suspension: base of everything that a task can wait for. Loop thread only.
//
// An awaiter derives from it, starts its operation in start(), and reports the end exactly once
// with complete() or complete_later(). The base takes care of cancellation: awaiting in a cancelled
// scope throws without starting; a cancel while waiting asks cancelling() what to do.
//
//     class Readable final : public Suspension {
//       public:
//         auto await_resume() -> int { throw_if_cancelled(); return bytes_; }
//
//       private:
//         // Or complete(), where there is nothing to wait for.
//         void start() override { source_.notify(*this); }
//         auto cancelling(CancelReason) noexcept -> OnCancel override {
//             source_.forget(*this);
//             return OnCancel::resume;
//         }
//     };
//
// It lives in the frame of the coroutine that waits (a temporary of the co_await). If that frame is
// destroyed meanwhile, the destructor of the derived class must detach it from its operation; the
// base leaves its scope and the ready queue by itself. A worker thread never touches it: results
// come to the loop first.
#include <coroutine>
#include <cstdint>
#include <string>

#include "strata/loop/cancel.hpp"
#include "strata/loop/task_promise.hpp"

namespace strata {

enum class OnCancel : std::uint8_t {
    resume,  // the operation is forgotten: the task gets Cancelled in this turn of the loop
    wait,    // the operation ends by itself, soon, and then calls complete() as ever
};

class Suspension : public LoopNode {
  public:
    [[nodiscard]] auto await_ready() const noexcept -> bool { return false; }
    template <task_promise P>
    [[nodiscard]] auto await_suspend(std::coroutine_handle<P> waiter) -> bool {
        return begin(waiter, waiter.promise().scope());
    }

    // Ends the wait; the task runs on, on this stack, before complete() returns (inside start():
    // after it returned). `this` may be gone afterwards. False and without effect if the wait has
    // ended already.
    auto complete() noexcept -> bool;
    // The same, but the task runs on from the loop's ready queue: for a caller in whose middle
    // foreign code must not run, such as the release of a lock.
    auto complete_later() noexcept -> bool;

    // A task waits here, and neither complete() nor cancel() has ended that.
    [[nodiscard]] auto is_waiting() const noexcept -> bool {
        return state_ == State::starting || state_ == State::waiting || state_ == State::cancelling;
    }

  protected:
    Suspension() noexcept = default;
    ~Suspension() override = default;

    // Starts the operation. It may complete() at once, and may throw: the co_await throws that.
    virtual void start() = 0;
    // The scope was cancelled while a task waits here. Must not run foreign code, nor complete().
    virtual auto cancelling(CancelReason /*reason*/) noexcept -> OnCancel {
        return OnCancel::resume;
    }

    // For await_resume().
    void throw_if_cancelled() const {
        if (reason_ != CancelReason::none) throw Cancelled(reason_);
    }
    [[nodiscard]] auto was_cancelled() const noexcept -> bool {
        return reason_ != CancelReason::none;
    }
    // REQUIRES: awaited.
    [[nodiscard]] auto scope() const noexcept -> CancelScope& { return *scope_; }

  private:
    enum class State : std::uint8_t { idle, starting, waiting, cancelling, ready, ended };
    auto begin(std::coroutine_handle<> waiter, CancelScope& scope) -> bool;
    auto settle() noexcept -> bool;
    void scope_cancelled(CancelReason reason) noexcept final;
    void run_ready() noexcept final;
    void resume() noexcept;

    std::coroutine_handle<> waiter_;
    CancelScope* scope_ = nullptr;
    const std::string* activity_ = nullptr;  // in which the task waits, and goes on
    State state_ = State::idle;
    CancelReason reason_ = CancelReason::none;
};

}  // namespace strata

#pragma once
// CancelScope: what is cancelled together, usually the tasks of one call. Loop thread only.
//
// Every task runs in a scope, inherited from the task that awaits it. After cancel(reason),
// whatever a task of the scope waits for ends with the exception Cancelled, and every later wait
// throws it at once. Code between two waits is never interrupted. Clean-up that must still wait:
// `co_await shielded(task)` (strata/loop/shield.hpp).
//
// Owner: whoever starts the task; a scope outlives the tasks in it and its child scopes.
#include <cstdint>
#include <exception>

#include "strata/loop/loop_node.hpp"

namespace strata {

class EventLoop;

enum class CancelReason : std::uint8_t {
    none,
    deadline,    // the call's time is over
    disconnect,  // the client is gone
    shutdown,    // the process ends
    abandoned,   // nobody needs the result: a task beside it failed, or its owner gave it up
};

[[nodiscard]] auto to_string(CancelReason reason) noexcept -> const char*;

// Thrown at the co_await that was cancelled. Code that catches it passes it on.
class Cancelled final : public std::exception {
  public:
    explicit Cancelled(CancelReason reason) noexcept : reason_(reason) {}
    [[nodiscard]] auto reason() const noexcept -> CancelReason { return reason_; }
    [[nodiscard]] auto what() const noexcept -> const char* override;

  private:
    CancelReason reason_;
};

class CancelScope final : private LoopNode {
  public:
    explicit CancelScope(EventLoop& loop) noexcept : loop_(loop) {}
    // Is cancelled with its parent, and at once if that already is.
    explicit CancelScope(CancelScope& parent) noexcept;  // NOLINT(*-explicit-*): no copy
    ~CancelScope() override = default;

    // The first reason stays; later calls do nothing. No task runs inside: those that wait are
    // resumed from the loop's ready queue, in the order in which they began to wait.
    void cancel(CancelReason reason) noexcept;

    [[nodiscard]] auto is_cancelled() const noexcept -> bool {
        return reason_ != CancelReason::none;
    }
    [[nodiscard]] auto reason() const noexcept -> CancelReason { return reason_; }
    void throw_if_cancelled() const {
        if (is_cancelled()) throw Cancelled(reason_);
    }
    [[nodiscard]] auto loop() const noexcept -> EventLoop& { return loop_; }

  private:
    friend class Suspension;
    void scope_cancelled(CancelReason reason) noexcept override;

    EventLoop& loop_;
    IntrusiveList<LoopNode> waiting_;
    CancelReason reason_ = CancelReason::none;
};

}  // namespace strata

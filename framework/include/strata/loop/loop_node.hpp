#pragma once
// LoopNode: what a CancelScope can cancel and what the loop's ready queue can run. Base of
// Suspension, of nested scopes and of deferred functions; nobody else derives from it.
#include "strata/loop/intrusive_list.hpp"

namespace strata {

enum class CancelReason : unsigned char;

class LoopNode : public ListNode {
  protected:
    LoopNode() noexcept = default;
    virtual ~LoopNode() = default;

  private:
    friend class CancelScope;
    friend class EventLoop;
    // The scope of the node was cancelled; it is still linked there.
    virtual void scope_cancelled(CancelReason reason) noexcept = 0;
    // The ready queue has come to the node, which is no longer linked.
    virtual void run_ready() {}
    // The loop is destroyed with the node still in the ready queue.
    virtual void drop_ready() noexcept {}
};

}  // namespace strata

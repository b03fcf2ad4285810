#pragma once
// WaitPlace: a suspended task's place in the line of a lock, semaphore or event. Loop thread only.
#include "strata/loop/intrusive_list.hpp"
#include "strata/loop/suspension.hpp"

namespace strata {

class WaitPlace final : public ListNode {
  public:
    explicit WaitPlace(Suspension& waiter) noexcept : waiter_(waiter) {}
    [[nodiscard]] auto waiter() const noexcept -> Suspension& { return waiter_; }

  private:
    Suspension& waiter_;
};

}  // namespace strata

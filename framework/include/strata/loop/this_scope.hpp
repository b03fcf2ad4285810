#pragma once
// this_scope: `CancelScope& scope = co_await this_scope();` is the scope that the awaiting task
// runs in. It never suspends, and does not throw when the scope is cancelled.
#include <coroutine>

#include "strata/loop/cancel.hpp"
#include "strata/loop/task_promise.hpp"

namespace strata {

class [[nodiscard]] ThisScope final {
  public:
    [[nodiscard]] auto await_ready() const noexcept -> bool { return false; }
    template <task_promise P>
    [[nodiscard]] auto await_suspend(std::coroutine_handle<P> waiter) noexcept -> bool {
        scope_ = &waiter.promise().scope();
        return false;
    }
    [[nodiscard]] auto await_resume() const noexcept -> CancelScope& { return *scope_; }

  private:
    CancelScope* scope_ = nullptr;
};

[[nodiscard]] inline auto this_scope() noexcept -> ThisScope { return {}; }

}  // namespace strata

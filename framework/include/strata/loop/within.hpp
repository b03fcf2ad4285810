#pragma once
// within: `co_await within(250ms, task())` cancels the task, and throws Cancelled with
// CancelReason::deadline, when it takes longer. The task's end is waited for, so a job on a worker
// can make it later. Loop thread only.
#include <coroutine>
#include <optional>
#include <utility>

#include "strata/loop/cancel.hpp"
#include "strata/loop/task.hpp"
#include "strata/loop/timer.hpp"

namespace strata {

template <class T, class E>
class [[nodiscard]] Within final {
  public:
    Within(EventLoop::Duration limit, Task<T, E> task) noexcept
        : limit_(limit), task_(std::move(task)) {}
    Within(const Within&) = delete;
    auto operator=(const Within&) -> Within& = delete;

    [[nodiscard]] auto await_ready() const noexcept -> bool { return false; }
    template <task_promise P>
    [[nodiscard]] auto await_suspend(std::coroutine_handle<P> waiter) -> bool {
        scope_.emplace(waiter.promise().scope());
        deadline_.emplace(*scope_, limit_);
        return !task_.start(*scope_, resume_coroutine, waiter.address());
    }
    auto await_resume() -> typename Task<T, E>::value_type { return task_.take(); }

  private:
    EventLoop::Duration limit_;
    std::optional<CancelScope> scope_;
    std::optional<Deadline> deadline_;
    Task<T, E> task_;
};

template <class T, class E>
[[nodiscard]] auto within(EventLoop::Duration limit, Task<T, E> task) -> Within<T, E> {
    return Within<T, E>(limit, std::move(task));
}

}  // namespace strata

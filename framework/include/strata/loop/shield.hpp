#pragma once
// shielded: `co_await shielded(rollback())` runs a task to its end though the scope of the awaiting
// one is, or becomes, cancelled. For clean-up that must wait; bound it with within()
// (strata/loop/within.hpp). Loop thread only.
#include <coroutine>
#include <optional>
#include <utility>

#include "strata/loop/cancel.hpp"
#include "strata/loop/task.hpp"

namespace strata {

template <class T, class E>
class [[nodiscard]] Shielded final {
  public:
    explicit Shielded(Task<T, E> task) noexcept : task_(std::move(task)) {}
    Shielded(const Shielded&) = delete;
    auto operator=(const Shielded&) -> Shielded& = delete;

    [[nodiscard]] auto await_ready() const noexcept -> bool { return false; }
    template <task_promise P>
    [[nodiscard]] auto await_suspend(std::coroutine_handle<P> waiter) -> bool {
        scope_.emplace(waiter.promise().scope().loop());
        return !task_.start(*scope_, resume_coroutine, waiter.address());
    }
    auto await_resume() -> typename Task<T, E>::value_type { return task_.take(); }

  private:
    std::optional<CancelScope> scope_;
    Task<T, E> task_;
};

template <class T, class E>
[[nodiscard]] auto shielded(Task<T, E> task) -> Shielded<T, E> {
    return Shielded<T, E>(std::move(task));
}

}  // namespace strata

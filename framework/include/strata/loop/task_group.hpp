#pragma once
// TaskGroup: the owner of tasks that no other task awaits. Loop thread only.
//
// Every spawned task runs in the group's scope, keeps the loop running, and is gone from the group
// once it has ended. A task that fails with anything but Cancelled is reported to the loop's
// on_failure(). The destructor destroys the tasks that are left (see Task for what that means):
// cancel_all() and wait() first.
#include <cstddef>

#include "strata/loop/cancel.hpp"
#include "strata/loop/event.hpp"
#include "strata/loop/intrusive_list.hpp"
#include "strata/loop/task.hpp"

namespace strata {

class TaskGroup final {
  public:
    explicit TaskGroup(EventLoop& loop) noexcept;
    // Its tasks are also cancelled with the parent.
    explicit TaskGroup(CancelScope& parent) noexcept;
    TaskGroup(const TaskGroup&) = delete;
    auto operator=(const TaskGroup&) -> TaskGroup& = delete;
    // REQUIRES: not called from one of its tasks.
    ~TaskGroup();

    // Begins the task here, up to its first wait.
    void spawn(Task<> task);
    [[nodiscard]] auto count() const noexcept -> std::size_t { return count_; }
    // For good: what is spawned later ends at its first wait.
    void cancel_all(CancelReason reason) noexcept { scope_.cancel(reason); }
    // Until no task is left.
    [[nodiscard]] auto wait() -> Task<>;
    [[nodiscard]] auto scope() noexcept -> CancelScope& { return scope_; }

  private:
    class Member;
    void finished(Member& member) noexcept;

    CancelScope scope_;
    AsyncEvent emptied_;
    IntrusiveList<Member> members_;
    std::size_t count_ = 0;
};

}  // namespace strata

#include "strata/loop/task_group.hpp"

#include <memory>

#include "strata/loop/work.hpp"

namespace strata {

class TaskGroup::Member final : public ListNode {
  public:
    Member(TaskGroup& group, Task<> task)
        : group_(group), work_(group.scope_.loop()), task_(std::move(task)) {}

    auto start() -> bool {
        return task_.start(
            group_.scope_,
            [](void* self) noexcept {
                auto* member = static_cast<Member*>(self);
                member->group_.finished(*member);
            },
            this);
    }
    void report(EventLoop& loop) noexcept {
        try {
            task_.take();
        } catch (const Cancelled&) {
        } catch (...) {
            loop.report_failure(std::current_exception(), "task");
        }
    }

  private:
    TaskGroup& group_;
    Work work_;
    Task<> task_;
};

TaskGroup::TaskGroup(EventLoop& loop) noexcept : scope_(loop) {}

TaskGroup::TaskGroup(CancelScope& parent) noexcept : scope_(parent) {}

TaskGroup::~TaskGroup() {
    while (Member* member = members_.pop_front()) delete member;
}

void TaskGroup::spawn(Task<> task) {
    auto member = std::make_unique<Member>(*this, std::move(task));
    members_.push_back(*member);
    ++count_;
    Member& begun = *member.release();
    if (begun.start()) finished(begun);
}

void TaskGroup::finished(Member& member) noexcept {
    std::unique_ptr<Member> owner(&member);
    member.unlink();
    --count_;
    member.report(scope_.loop());
    owner.reset();
    if (count_ == 0) emptied_.notify_all();
}

auto TaskGroup::wait() -> Task<> {
    while (count_ > 0) co_await emptied_.wait();
}

}  // namespace strata

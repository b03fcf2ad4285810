#pragma once
// sleep: `co_await sleep(loop, 250ms);` suspends the task at least that long; a duration of zero or
// less comes back in a later turn of the loop. Ends with Cancelled when the task's scope is
// cancelled.
#include "strata/loop/suspension.hpp"
#include "strata/loop/timer.hpp"

namespace strata {

class [[nodiscard]] Sleep final : public Suspension, private TimerNode {
  public:
    Sleep(EventLoop& loop, EventLoop::TimePoint due) noexcept : TimerNode(loop), wake_at_(due) {}
    void await_resume() const { throw_if_cancelled(); }

  private:
    void start() override { arm(wake_at_); }
    auto cancelling(CancelReason /*reason*/) noexcept -> OnCancel override {
        disarm();
        return OnCancel::resume;
    }
    void expired() override { complete(); }

    EventLoop::TimePoint wake_at_;
};

[[nodiscard]] inline auto sleep(EventLoop& loop, EventLoop::Duration duration) noexcept -> Sleep {
    return {loop, time_after(duration)};
}
[[nodiscard]] inline auto sleep_until(EventLoop& loop, EventLoop::TimePoint due) noexcept -> Sleep {
    return {loop, due};
}

}  // namespace strata

#pragma once
// AsyncEvent: tasks wait until it is set. Loop thread only. Waiters run on from the ready queue, in
// the order in which they came. It outlives its waiters.
#include "strata/loop/suspension.hpp"
#include "strata/loop/wait_place.hpp"

namespace strata {

class AsyncEvent final {
  public:
    AsyncEvent() noexcept = default;
    AsyncEvent(const AsyncEvent&) = delete;
    auto operator=(const AsyncEvent&) -> AsyncEvent& = delete;

    // Lets all waiters go, and everyone after them until reset().
    void set() noexcept {
        is_set_ = true;
        notify_all();
    }
    void reset() noexcept { is_set_ = false; }
    [[nodiscard]] auto is_set() const noexcept -> bool { return is_set_; }

    // Lets those go that wait now, as a condition variable does: they look again at what they wait
    // for.
    void notify_all() noexcept;
    void notify_one() noexcept;

    class Wait;
    // Does not suspend while set.
    [[nodiscard]] auto wait() noexcept -> Wait;

  private:
    IntrusiveList<WaitPlace> waiters_;
    bool is_set_ = false;
};

class [[nodiscard]] AsyncEvent::Wait final : public Suspension {
  public:
    explicit Wait(AsyncEvent& event) noexcept : event_(event) {}
    void await_resume() const { throw_if_cancelled(); }

  private:
    void start() override {
        if (event_.is_set_) {
            complete();
        } else {
            event_.waiters_.push_back(place_);
        }
    }
    auto cancelling(CancelReason /*reason*/) noexcept -> OnCancel override {
        place_.unlink();
        return OnCancel::resume;
    }
    AsyncEvent& event_;
    WaitPlace place_{*this};
};

inline auto AsyncEvent::wait() noexcept -> Wait { return Wait(*this); }

}  // namespace strata

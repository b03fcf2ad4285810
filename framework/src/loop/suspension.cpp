#include "strata/loop/suspension.hpp"

#include "strata/loop/activity.hpp"
#include "strata/loop/event_loop.hpp"

namespace strata {

auto Suspension::begin(std::coroutine_handle<> waiter, CancelScope& scope) -> bool {
    waiter_ = waiter;
    scope_ = &scope;
    activity_ = running_activity();
    reason_ = scope.reason();
    state_ = State::ended;
    if (scope.is_cancelled()) return false;
    state_ = State::starting;
    scope.waiting_.push_back(*this);
    try {
        start();
    } catch (...) {
        unlink();
        state_ = State::ended;
        throw;
    }
    return settle();
}

// True: the task stays suspended.
auto Suspension::settle() noexcept -> bool {
    if (state_ == State::starting && reason_ != CancelReason::none) {
        state_ = cancelling(reason_) == OnCancel::wait ? State::cancelling : State::ended;
    } else if (state_ == State::starting) {
        state_ = State::waiting;
    }
    if (state_ != State::ended) return true;
    unlink();
    return false;
}

auto Suspension::complete() noexcept -> bool {
    if (!is_waiting()) return false;
    bool inside_start = state_ == State::starting;
    unlink();
    state_ = State::ended;
    if (!inside_start) resume();
    return true;
}

auto Suspension::complete_later() noexcept -> bool {
    if (!is_waiting()) return false;
    if (state_ == State::starting) return complete();
    unlink();
    state_ = State::ready;
    scope_->loop().make_ready(*this);
    return true;
}

void Suspension::scope_cancelled(CancelReason reason) noexcept {
    reason_ = reason;
    if (state_ != State::waiting) return;
    state_ = State::cancelling;
    if (cancelling(reason) == OnCancel::wait || state_ != State::cancelling) return;
    state_ = State::ready;
    scope_->loop().make_ready(*this);
}

void Suspension::run_ready() noexcept {
    state_ = State::ended;
    resume();
}

void Suspension::resume() noexcept {
    const Activity activity(activity_);
    waiter_.resume();
}

}  // namespace strata

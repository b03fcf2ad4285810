#include "strata/loop/semaphore.hpp"

namespace strata {

void Semaphore::Acquire::start() {
    if (semaphore_.available_ > 0) {
        --semaphore_.available_;
        permit_ = Permit(semaphore_);
        complete();
    } else if (semaphore_.waiting_ < semaphore_.max_waiting_) {
        semaphore_.waiters_.push_back(place_);
        ++semaphore_.waiting_;
    } else {
        ++semaphore_.rejected_;
        throw SemaphoreFull();
    }
}

auto Semaphore::Acquire::cancelling(CancelReason /*reason*/) noexcept -> OnCancel {
    leave();
    return OnCancel::resume;
}

void Semaphore::Acquire::leave() noexcept {
    if (!place_.is_linked()) return;
    place_.unlink();
    --semaphore_.waiting_;
}

auto Semaphore::try_acquire() noexcept -> std::optional<Permit> {
    if (available_ == 0) return std::nullopt;
    --available_;
    return Permit(*this);
}

// A permit goes straight to the first in the line, so nobody can overtake it.
void Semaphore::release() noexcept {
    WaitPlace* next = waiters_.pop_front();
    if (next == nullptr) {
        ++available_;
        return;
    }
    --waiting_;
    auto& waiter = static_cast<Acquire&>(next->waiter());
    waiter.permit_ = Permit(*this);
    waiter.complete_later();
}

}  // namespace strata

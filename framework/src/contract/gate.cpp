#include "strata/contract/gate.hpp"

#include <utility>

namespace strata::contract {

void Gate::set_limits(GateLimits limits) noexcept {
    limits_ = limits;
    admit();
}

void Gate::admit() noexcept {
    while (inside_ < limits_.concurrency) {
        Place* first = line_.pop_front();
        if (first == nullptr) return;
        --waiting_;
        ++inside_;
        first->waiter.disarm();
        first->waiter.admitted_ = true;
        first->waiter.complete_later();
    }
}

void Gate::drop(Place& place) noexcept {
    if (!place.is_linked()) return;
    place.unlink();
    --waiting_;
}

Gate::Wait::~Wait() {
    gate_.drop(place_);
    if (admitted_) gate_.leave();
}

void Gate::Wait::start() {
    if (gate_.waiting_ >= gate_.limits_.size) {
        ++gate_.refused_;
        throw Overloaded();
    }
    gate_.line_.push_back(place_);
    ++gate_.waiting_;
    arm(EventLoop::now() + gate_.limits_.timeout);
}

auto Gate::Wait::cancelling(CancelReason /*reason*/) noexcept -> OnCancel {
    disarm();
    gate_.drop(place_);
    return OnCancel::resume;
}

void Gate::Wait::expired() {
    gate_.drop(place_);
    ++gate_.refused_;
    complete();
}

void Gate::Wait::await_resume() {
    throw_if_cancelled();
    if (!std::exchange(admitted_, false)) throw Overloaded();
}

}  // namespace strata::contract

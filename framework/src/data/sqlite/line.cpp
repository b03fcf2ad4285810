#include "data/sqlite/line.hpp"

namespace strata::data::sqlite {

auto Line::enter(Waiter& waiter) -> bool {
    if (free_ > 0) {
        --free_;
        return true;
    }
    waiter.asked_ = EventLoop::now();
    waiting_.push_back(waiter);
    ++count_;
    return false;
}

void Line::leave(Waiter& waiter) noexcept {
    waiter.unlink();
    --count_;
}

auto Line::pop() noexcept -> Waiter* {
    Waiter* next = waiting_.pop_front();
    if (next != nullptr) --count_;
    return next;
}

void Line::release() {
    if (Waiter* next = pop()) {
        ++waited_;
        wait_time_ += EventLoop::now() - next->asked_;
        next->granted();
    } else {
        ++free_;
    }
}

void Line::refuse_all(const std::exception_ptr& error) {
    while (Waiter* next = pop()) next->refused(error);
}

}  // namespace strata::data::sqlite

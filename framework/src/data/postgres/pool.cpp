#include "data/postgres/pool.hpp"

#include <algorithm>

namespace strata::data::postgres {

void Pool::lend(Slot& slot, Borrower& borrower) {
    slot.borrower = &borrower;
    borrower.granted(slot);
}

void Pool::enter(Borrower& borrower) {
    if (!free_.empty()) {
        Slot* slot = free_.back();
        free_.pop_back();
        return lend(*slot, borrower);
    }
    borrower.asked_ = EventLoop::now();
    waiting_.push_back(borrower);
    ++waiting_count_;
}

void Pool::leave(Borrower& borrower) noexcept {
    borrower.unlink();
    --waiting_count_;
}

void Pool::pass_on(Slot& slot) {
    Borrower& next = *waiting_.pop_front();
    --waiting_count_;
    ++waited_;
    wait_time_ += EventLoop::now() - next.asked_;
    lend(slot, next);
}

void Pool::give_back(Slot& slot) {
    slot.borrower = nullptr;
    slot.coming_back = slot.cancelling;
    if (slot.coming_back || !slot.link->is_ready()) return;
    waiting_.empty() ? free_.push_back(&slot) : pass_on(slot);
}

void Pool::cancel_arrived(Slot& slot) {
    slot.cancelling = false;
    if (slot.coming_back) give_back(slot);
}

void Pool::link_lost(Slot& slot) {
    std::erase(free_, &slot);
    if (Borrower* borrower = std::exchange(slot.borrower, nullptr)) borrower->slot_lost();
}

void Pool::refuse_all(const std::exception_ptr& error) {
    while (Borrower* next = waiting_.pop_front()) {
        --waiting_count_;
        next->refused(error);
    }
}

}  // namespace strata::data::postgres

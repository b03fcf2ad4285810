#include "strata/loop/event.hpp"

namespace strata {

void AsyncEvent::notify_all() noexcept {
    while (Place* place = waiters_.pop_front()) place->waiter.complete_later();
}

void AsyncEvent::notify_one() noexcept {
    if (Place* place = waiters_.pop_front()) place->waiter.complete_later();
}

}  // namespace strata

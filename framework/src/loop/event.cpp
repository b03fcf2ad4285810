#include "strata/loop/event.hpp"

namespace strata {

void AsyncEvent::notify_all() noexcept {
    while (WaitPlace* place = waiters_.pop_front()) place->waiter().complete_later();
}

void AsyncEvent::notify_one() noexcept {
    if (WaitPlace* place = waiters_.pop_front()) place->waiter().complete_later();
}

}  // namespace strata

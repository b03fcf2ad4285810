#include "strata/loop/frame_pool.hpp"

namespace strata {

auto FramePool::prepare() noexcept -> bool {
    if (lists_.state != State::fresh) return false;
    struct Closer {
        ~Closer() { close(); }
    };
    static thread_local const Closer at_thread_end;
    static_cast<void>(at_thread_end);
    lists_.state = State::open;
    lists_.room.fill(kept);
    return true;
}

void FramePool::close() noexcept {
    lists_.state = State::closed;
    lists_.room.fill(0);
    for (Block*& list : lists_.free) {
        while (list != nullptr) {
            Block* block = list;
            list = block->next;
            ::operator delete(block);
        }
    }
}

}  // namespace strata

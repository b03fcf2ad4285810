#pragma once
// FramePool: memory of coroutine frames, from free lists of 64-byte size classes, one set a thread.
// Any thread; a block may be given back on another thread than it was taken on. Each list keeps a
// bounded number of blocks. Under AddressSanitizer it is the plain heap, so that a use after free
// is found.
#include <array>
#include <cstddef>
#include <cstdint>
#include <new>

namespace strata {

#if defined(__SANITIZE_ADDRESS__)
#define STRATA_PLAIN_FRAMES 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define STRATA_PLAIN_FRAMES 1
#endif
#endif

class FramePool final {
  public:
    static constexpr std::size_t granule = 64;
    static constexpr std::size_t classes = 32;  // blocks up to 2 KiB; larger frames use the heap
    static constexpr std::uint16_t kept = 256;  // blocks that one list keeps

    static auto allocate(std::size_t size) -> void* {
#ifndef STRATA_PLAIN_FRAMES
        auto index = (size - 1) / granule;
        if (index < classes) {
            Lists& lists = lists_;
            if (Block* block = lists.free[index]) {
                lists.free[index] = block->next;
                ++lists.room[index];
                return block;
            }
            size = (index + 1) * granule;
        }
#endif
        return ::operator new(size);
    }

    static void release(void* memory, std::size_t size) noexcept {
#ifndef STRATA_PLAIN_FRAMES
        auto index = (size - 1) / granule;
        if (index < classes) {
            Lists& lists = lists_;
            if (lists.room[index] > 0 || prepare()) {
                --lists.room[index];
                lists.free[index] = ::new (memory) Block{lists.free[index]};
                return;
            }
        }
#endif
        static_cast<void>(size);
        ::operator delete(memory);
    }

  private:
    struct Block {
        Block* next;
    };
    enum class State : std::uint8_t { fresh, open, closed };
    struct Lists {
        std::array<Block*, classes> free;
        std::array<std::uint16_t, classes> room;  // blocks that may still be kept
        State state;
    };
    // On a thread's first release: gives each list its room, and empties them when the thread ends.
    // False: the list is full, or the thread is ending.
    static auto prepare() noexcept -> bool;
    static void close() noexcept;

    static inline constinit thread_local Lists lists_{};
};

}  // namespace strata

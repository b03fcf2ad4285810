#include "strata/loop/frame_pool.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <cstring>
#include <random>
#include <thread>
#include <vector>

#include "strata/loop/intrusive_list.hpp"

namespace {

using strata::FramePool;

struct Block {
    void* memory;
    std::size_t size;
};

auto take(std::size_t size) -> Block {
    Block block{FramePool::allocate(size), size};
    std::memset(block.memory, 0x5a, size);
    return block;
}

void give_back(Block block) {
    // Nobody else has written into it meanwhile.
    const auto* bytes = static_cast<const unsigned char*>(block.memory);
    CHECK(bytes[0] == 0x5a);
    CHECK(bytes[block.size - 1] == 0x5a);
    FramePool::release(block.memory, block.size);
}

struct Item : strata::ListNode {
    explicit Item(int n) : number(n) {}
    int number;
};

auto numbers(strata::IntrusiveList<Item>& list) -> std::vector<int> {
    std::vector<int> result;
    for (Item* item = list.front(); item != nullptr; item = list.after(*item)) {
        result.push_back(item->number);
    }
    return result;
}

}  // namespace

TEST_CASE("frame pool: blocks of all sizes never overlap") {
    std::minstd_rand random(5);
    std::vector<Block> blocks;
    for (int i = 0; i < 20'000; ++i) {
        if (blocks.empty() || random() % 2 == 0) {
            blocks.push_back(take(1 + random() % 3'000));
        } else {
            std::swap(blocks[random() % blocks.size()], blocks.back());
            give_back(blocks.back());
            blocks.pop_back();
        }
    }
    for (Block block : blocks) give_back(block);
}

#ifndef STRATA_PLAIN_FRAMES
TEST_CASE("frame pool: a released block is used again by its size class") {
    Block first = take(100);
    give_back(first);
    Block again = take(128);
    CHECK(again.memory == first.memory);
    give_back(again);
}
#endif

TEST_CASE("frame pool: blocks may be given back on another thread, and when that ends") {
    std::vector<Block> blocks;
    for (int i = 0; i < 2'000; ++i) blocks.push_back(take(64 * (1 + i % 40)));
    std::thread other([&] {
        for (Block block : blocks) give_back(block);
        struct AtEnd {
            ~AtEnd() {
                if (block.memory != nullptr) give_back(block);
            }
            Block block{nullptr, 0};
        };
        static thread_local AtEnd at_end;
        at_end.block = take(200);
    });
    other.join();
}

TEST_CASE("intrusive list: order, removal in the middle, moving all, and destruction of a node") {
    strata::IntrusiveList<Item> list;
    strata::IntrusiveList<Item> other;
    Item one(1);
    Item two(2);
    Item three(3);
    list.push_back(one);
    list.push_back(two);
    list.push_back(three);
    two.unlink();
    two.unlink();
    CHECK_FALSE(two.is_linked());
    CHECK(numbers(list) == std::vector<int>{1, 3});
    other.push_back(two);
    list.append(other);
    list.append(other);
    CHECK(other.empty());
    CHECK(numbers(list) == std::vector<int>{1, 3, 2});
    {
        Item gone(4);
        list.push_back(gone);
        CHECK(numbers(list).back() == 4);
    }
    CHECK(list.pop_front() == &one);
    CHECK(numbers(list) == std::vector<int>{3, 2});
}

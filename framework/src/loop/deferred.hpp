#pragma once
// Deferred: a function in the loop's ready queue, which owns it. Loop thread only.
#include <cstddef>
#include <memory>
#include <utility>

#include "strata/loop/frame_pool.hpp"
#include "strata/loop/loop_node.hpp"
#include "strata/loop/unique_function.hpp"

namespace strata {

class Deferred final : public LoopNode {
  public:
    explicit Deferred(UniqueFunction function) noexcept : function_(std::move(function)) {}
    static auto operator new(std::size_t size) -> void* { return FramePool::allocate(size); }
    static void operator delete(void* memory, std::size_t size) noexcept {
        FramePool::release(memory, size);
    }

  private:
    void scope_cancelled(CancelReason /*reason*/) noexcept override {}
    void run_ready() override {
        std::unique_ptr<Deferred> self(this);
        function_();
    }
    void drop_ready() noexcept override { delete this; }

    UniqueFunction function_;
};

}  // namespace strata

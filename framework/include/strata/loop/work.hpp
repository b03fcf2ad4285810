#pragma once
// Work: something that keeps EventLoop::run() running while it is held. Loop thread only.
#include <utility>

#include "strata/loop/event_loop.hpp"

namespace strata {

class [[nodiscard]] Work final {
  public:
    Work() noexcept = default;  // holds none
    explicit Work(EventLoop& loop) noexcept : loop_(&loop) { loop.add_work(); }
    Work(Work&& other) noexcept : loop_(std::exchange(other.loop_, nullptr)) {}
    auto operator=(Work&& other) noexcept -> Work& {
        std::swap(loop_, other.loop_);
        return *this;
    }
    ~Work() { release(); }

    void release() noexcept {
        if (loop_ != nullptr) std::exchange(loop_, nullptr)->remove_work();
    }

  private:
    EventLoop* loop_ = nullptr;
};

}  // namespace strata

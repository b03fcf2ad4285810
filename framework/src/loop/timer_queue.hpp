#pragma once
// TimerQueue: the armed timers of a loop, a binary heap by time, then by order of arming. Loop
// thread only.
#include <cstdint>
#include <vector>

#include "strata/loop/timer.hpp"

namespace strata {

class TimerQueue final {
  public:
    void insert(TimerNode& timer);
    // REQUIRES: the timer is in the queue.
    void remove(TimerNode& timer) noexcept;
    // When the first timer is due; TimePoint::max() if there is none.
    [[nodiscard]] auto first_due() const noexcept -> EventLoop::TimePoint;
    // Expires what is due now and was armed before this call. The number of expired ones.
    auto expire(EventLoop& loop) -> std::uint64_t;

  private:
    static auto earlier(const TimerNode& a, const TimerNode& b) noexcept -> bool;
    void place(std::size_t position, TimerNode& timer) noexcept;
    void sift_up(std::size_t position) noexcept;
    void sift_down(std::size_t position) noexcept;

    std::vector<TimerNode*> heap_;
    std::uint64_t next_order_ = 0;
};

}  // namespace strata

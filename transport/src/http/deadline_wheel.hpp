#pragma once
// DeadlineWheel: the timeouts of all connections, kept to the loop's tick. Moving a deadline later
// only stores a number: the entry stays in its slot and finds out there that it is not yet due.
// Loop thread.
#include <array>
#include <chrono>
#include <cstdint>

#include "strata/loop/event_loop.hpp"
#include "strata/loop/intrusive_list.hpp"
#include "strata/loop/tick.hpp"

namespace strata::http {

class DeadlineWheel;

// Base of what has a deadline. One at a time; the newest counts.
class Expiring : public ListNode {
  protected:
    Expiring() noexcept = default;
    virtual ~Expiring() = default;

  private:
    friend class DeadlineWheel;
    virtual void expired() = 0;
    std::uint64_t due_ = 0;   // tick; 0: none
    std::uint64_t slot_ = 0;  // the tick at which its slot is visited
};

class DeadlineWheel final : private TickListener {
  public:
    explicit DeadlineWheel(EventLoop& loop);

    // No earlier than after `delay`, and at most two ticks later.
    void arm(Expiring& entry, std::chrono::milliseconds delay) noexcept;
    void disarm(Expiring& entry) noexcept { entry.due_ = 0; }

  private:
    static constexpr std::size_t slots = 512;
    void ticked(std::uint64_t tick) override;
    void place(Expiring& entry) noexcept;

    EventLoop& loop_;
    std::int64_t tick_ms_;
    // The last delay, and its ticks: most are the same one, and a division is not for nothing.
    std::chrono::milliseconds delay_{0};
    std::uint64_t ticks_ = 0;
    std::array<IntrusiveList<Expiring>, slots> wheel_;
};

}  // namespace strata::http

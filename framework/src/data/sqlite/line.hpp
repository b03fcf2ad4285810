#pragma once
// Line: a number of permits, given in the order of asking: the one writer, the snapshot
// connections. Loop thread.
#include <cstddef>
#include <cstdint>
#include <exception>

#include "strata/loop/event_loop.hpp"
#include "strata/loop/intrusive_list.hpp"

namespace strata::data::sqlite {

class Waiter : public ListNode {
  public:
    virtual void granted() = 0;
    virtual void refused(std::exception_ptr error) = 0;

  protected:
    virtual ~Waiter() = default;

  private:
    friend class Line;
    EventLoop::TimePoint asked_{};
};

class Line final {
  public:
    explicit Line(std::size_t permits) noexcept : permits_(permits), free_(permits) {}

    // True: granted at once. False: granted() or refused() will be called.
    [[nodiscard]] auto enter(Waiter& waiter) -> bool;
    void leave(Waiter& waiter) noexcept;  // REQUIRES: it waits
    void release();                       // gives the permit to the next
    void refuse_all(const std::exception_ptr& error);
    [[nodiscard]] auto waiting() const noexcept -> std::size_t { return count_; }
    [[nodiscard]] auto held() const noexcept -> std::size_t { return permits_ - free_; }
    // How many got a permit after a wait, and how long they all waited.
    [[nodiscard]] auto waited() const noexcept -> std::uint64_t { return waited_; }
    [[nodiscard]] auto wait_time() const noexcept -> EventLoop::Duration { return wait_time_; }

  private:
    const std::size_t permits_;
    std::size_t free_;
    std::size_t count_ = 0;  // who waits
    std::uint64_t waited_ = 0;
    EventLoop::Duration wait_time_{};
    IntrusiveList<Waiter> waiting_{};

    auto pop() noexcept -> Waiter*;
};

}  // namespace strata::data::sqlite

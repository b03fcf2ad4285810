#pragma once
// Line: a number of permits, given in the order of asking: the one writer, the snapshot
// connections. Loop thread.
#include <cstddef>
#include <exception>

#include "strata/loop/intrusive_list.hpp"

namespace strata::data::sqlite {

class Waiter : public ListNode {
  public:
    virtual void granted() = 0;
    virtual void refused(std::exception_ptr error) = 0;

  protected:
    ~Waiter() = default;
};

class Line final {
  public:
    explicit Line(std::size_t permits) noexcept : free_(permits) {}

    // True: granted at once. False: granted() or refused() will be called.
    [[nodiscard]] auto enter(Waiter& waiter) -> bool;
    void leave(Waiter& waiter) noexcept;  // REQUIRES: it waits
    void release();                       // gives the permit to the next
    void refuse_all(const std::exception_ptr& error);
    [[nodiscard]] auto waiting() const noexcept -> std::size_t { return count_; }

  private:
    std::size_t free_;
    std::size_t count_ = 0;  // who waits
    IntrusiveList<Waiter> waiting_{};

    auto pop() noexcept -> Waiter*;
};

}  // namespace strata::data::sqlite

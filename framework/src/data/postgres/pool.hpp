#pragma once
// Pool: the connections that units of work have for themselves, one unit at a time, and the line of
// those who wait for one, in the order in which they asked. Loop thread only.
#include <exception>
#include <memory>
#include <vector>

#include "data/postgres/link.hpp"
#include "strata/loop/intrusive_list.hpp"

namespace strata::data::postgres {

struct Slot;

class Borrower : public ListNode {
  public:
    virtual void granted(Slot& slot) = 0;
    virtual void refused(std::exception_ptr error) = 0;
    // The connection is gone, and the slot with it.
    virtual void slot_lost() = 0;

  protected:
    virtual ~Borrower() = default;

  private:
    friend class Pool;
    EventLoop::TimePoint asked_{};
};

// A place for one connection, which is opened again when it is lost.
struct Slot final {
    Slot(EventLoop& loop, Link::Owner& owner)
        : link(std::make_shared<Link>(loop, owner)), retry(loop, KeepsRunning::no), again(loop) {}
    std::shared_ptr<Link> link;
    Timer retry;
    Timer again;                           // to cancel once more
    unsigned failures = 0;                 // in a row
    bool shared = false;                   // carries single reads of everyone
    EventLoop::TimePoint slow_since{};     // what it was at when it was seen to be held up
    Borrower* borrower = nullptr;          // who has it
    std::chrono::milliseconds timeout{0};  // the session's statement_timeout; negative: unknown
    bool cancelling = false;               // a cancel request may still arrive
    bool coming_back = false;              // free as soon as it has
    EventLoop::TimePoint cancelling_since{};
    unsigned cancels = 0;          // requests that were sent for what runs
    std::uint64_t connection = 0;  // which one it is: requests for an earlier one do not hit it

    void forget_cancel() {
        ++connection;
        again.cancel();
        cancelling = coming_back = false;
    }
};

class Pool final {
  public:
    // granted() may come before it returns.
    void enter(Borrower& borrower);
    void leave(Borrower& borrower) noexcept;  // REQUIRES: it waits
    // Of a connection that stands outside of any transaction: the next one gets it.
    void give_back(Slot& slot);
    void link_ready(Slot& slot) { give_back(slot); }
    void link_lost(Slot& slot);
    void cancel_arrived(Slot& slot);
    void refuse_all(const std::exception_ptr& error);

    [[nodiscard]] auto waiting() const noexcept -> std::size_t { return waiting_count_; }
    // Of all who had to wait and got one.
    [[nodiscard]] auto waited() const noexcept -> std::uint64_t { return waited_; }
    [[nodiscard]] auto wait_time() const noexcept -> EventLoop::Duration { return wait_time_; }

  private:
    void lend(Slot& slot, Borrower& borrower);
    void pass_on(Slot& slot);  // to the next in line

    std::vector<Slot*> free_{};
    IntrusiveList<Borrower> waiting_{};
    std::size_t waiting_count_ = 0;
    std::uint64_t waited_ = 0;
    EventLoop::Duration wait_time_{0};
};

}  // namespace strata::data::postgres

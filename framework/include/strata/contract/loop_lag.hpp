#pragma once
// LoopLag: whether work that is about to begin has waited for the loop longer than limits.loopLag;
// it is refused then. Loop thread.
//
// Where its Arrival is known, that decides, to the request. Elsewhere (Unix sockets, calls of this
// process) the loop's ticks do: all is refused while they come later than the limit, twice in a
// row.
//
// To find out an arrival costs a system call, so it is done only while a request may have waited
// that long: for a second from a tick on that came later than half the limit, since nobody waits
// for more than the rest of one turn of the loop and a part of the next. Under a limit that is too
// small for ticks to tell, so it is from a read on that came as long after the one before: a
// handler kept the loop then, or it was idle, and has the time to ask.
#include <cstdint>

#include "strata/contract/settings.hpp"
#include "strata/loop/arrival.hpp"
#include "strata/loop/event_loop.hpp"
#include "strata/loop/tick.hpp"

namespace strata::contract {

class LoopLag final : private TickListener {
  public:
    // The limits may change; both outlive it.
    LoopLag(EventLoop& loop, const LimitsSettings& limits);

    // For a transport that has just read: it shall find out since when that has waited.
    [[nodiscard]] auto wants_arrival() noexcept -> bool { return looks_ && may_have_waited(); }
    [[nodiscard]] auto is_behind() const noexcept -> bool {
        return looks_ && has_waited_too_long();
    }

  private:
    void ticked(std::uint64_t tick) override;
    [[nodiscard]] auto is_fine() const noexcept -> bool;
    [[nodiscard]] auto may_have_waited() noexcept -> bool;
    [[nodiscard]] auto has_waited_too_long() const noexcept -> bool;

    static constexpr unsigned watched_after = 10;  // ticks, after a late one
    static constexpr unsigned told_by_ticks = 10;  // as many ticks long is a limit that they tell

    EventLoop& loop_;
    const LimitsSettings& limits_;
    EventLoop::TimePoint last_read_{};
    unsigned watched_ticks_ = 0;  // that are left
    bool looks_;                  // they are watched, or the limit is fine
    bool late_twice_ = false;
};

}  // namespace strata::contract

#pragma once
// TickListener: is called once a tick of the loop (EventLoopOptions::tick). For coarse timeouts of
// many things at once, such as a wheel of connections. Loop thread only; it registers itself, and
// leaves when it is destroyed, which it may be inside any ticked(). It does not keep run() running.
#include <cstdint>

#include "strata/loop/event_loop.hpp"
#include "strata/loop/intrusive_list.hpp"

namespace strata {

class TickListener : public ListNode {
  public:
    virtual ~TickListener() = default;

  protected:
    explicit TickListener(EventLoop& loop) noexcept { loop.add_listener(*this); }

  private:
    friend class EventLoop;
    virtual void ticked(std::uint64_t tick) = 0;
};

}  // namespace strata

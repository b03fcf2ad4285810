#pragma once
// DescriptorWatch: tells what the kernel says of one descriptor (epoll(7)). Loop thread.
//
// Asio tries to read before it waits, and its wait without a read makes a call to the kernel each
// time. Here a descriptor is registered once, and then costs no call of its own: whoever reads or
// writes until there is nothing more is told when there is (docs/performance.md).
//
// It owns no descriptor, and does not keep the loop running.
#include <cstdint>

#include "strata/loop/event_loop.hpp"
#include "strata/loop/intrusive_list.hpp"

namespace strata {

class Poller;

class DescriptorWatch : public ListNode {
  public:
    explicit DescriptorWatch(EventLoop& loop) noexcept : loop_(loop) {}
    // REQUIRES: the loop lives, or nothing is watched any more.
    virtual ~DescriptorWatch() { unwatch(); }

    [[nodiscard]] auto is_watching() const noexcept -> bool { return descriptor_ >= 0; }

  protected:
    // EPOLLIN, EPOLLOUT, EPOLLRDHUP, EPOLLPRI, EPOLLET; EPOLLERR and EPOLLHUP always are told. What
    // holds already is told too. Throws std::system_error.
    void watch(int descriptor, std::uint32_t events);
    // The same descriptor with other events; what holds is told again.
    void watch_for(std::uint32_t events);
    // Before the descriptor is closed. Nothing is told any more.
    void unwatch() noexcept;
    // on_events(0), once, behind all that is ready now.
    void call_again() noexcept;

  private:
    friend class Poller;
    // May destroy this object.
    virtual void on_events(std::uint32_t events) = 0;

    EventLoop& loop_;
    Poller* poller_ = nullptr;
    int descriptor_ = -1;
};

}  // namespace strata

#pragma once
// Alarm: one Asio timer that calls a member function at a time. Set again, it forgets the time
// before, even when the handler of that is already queued. Loop thread only.
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdint>

#include "strata/loop/event_loop.hpp"

namespace strata {

class Alarm final {
  public:
    explicit Alarm(boost::asio::io_context& context) : timer_(context) {}

    template <class Owner>
    void set(EventLoop::TimePoint due, Owner& owner, void (Owner::*ring)()) {
        due_ = due;
        timer_.expires_at(due);
        timer_.async_wait([this, &owner, ring, set = ++sets_](boost::system::error_code error) {
            if (error || set != sets_) return;
            due_ = EventLoop::TimePoint::max();
            (owner.*ring)();
        });
    }
    // TimePoint::max() when it is not set.
    [[nodiscard]] auto due() const noexcept -> EventLoop::TimePoint { return due_; }

  private:
    using AsioTimer = boost::asio::basic_waitable_timer<EventLoop::Clock,
                                                        boost::asio::wait_traits<EventLoop::Clock>,
                                                        boost::asio::io_context::executor_type>;
    EventLoop::TimePoint due_ = EventLoop::TimePoint::max();
    std::uint64_t sets_ = 0;
    AsioTimer timer_;
};

}  // namespace strata

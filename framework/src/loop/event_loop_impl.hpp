#pragma once
// EventLoop::Impl: the state of a loop over one io_context. What an object that is destroyed with
// the context may still touch (work, timers, the ready queue) is declared before the context.
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <cstdint>
#include <thread>
#include <vector>

#include "loop/alarm.hpp"
#include "loop/mailbox.hpp"
#include "loop/timer_queue.hpp"
#include "strata/loop/event_loop.hpp"
#include "strata/loop/loop_node.hpp"
#include "strata/loop/tick.hpp"

namespace strata {

class EventLoop::Impl final {
  public:
    Impl(EventLoop& loop, EventLoopOptions options);
    Impl(const Impl&) = delete;
    auto operator=(const Impl&) -> Impl& = delete;
    ~Impl();

    void run();
    void post(UniqueFunction function) { mailbox_.put(std::move(function)); }
    void make_ready(LoopNode& node) noexcept;
    void add_work() noexcept { ++work_; }
    void remove_work() noexcept;
    void add_listener(TickListener& listener) noexcept { listeners_.push_back(listener); }
    void arm(TimerNode& timer);
    void disarm(TimerNode& timer) noexcept { timers_.remove(timer); }
    void on_failure(OnFailure handler) { on_failure_ = std::move(handler); }
    void report(std::exception_ptr failure, std::string_view where) noexcept;

    [[nodiscard]] auto tick_length() const noexcept -> Duration { return tick_length_; }
    [[nodiscard]] auto thread() const noexcept -> std::thread::id {
        return thread_.load(std::memory_order_relaxed);
    }
    [[nodiscard]] auto heartbeat() const noexcept -> std::uint64_t {
        return heartbeat_.load(std::memory_order_relaxed);
    }
    [[nodiscard]] auto statistics() const noexcept -> const LoopStatistics& { return statistics_; }
    [[nodiscard]] auto work() const noexcept -> std::uint64_t { return work_; }
    [[nodiscard]] auto context() noexcept -> boost::asio::io_context& { return context_; }

  private:
    static constexpr int queued_at_end = 10'000;          // handlers run after the last Work ended
    static constexpr std::size_t spare_capacity = 4'096;  // of the vector kept for posted functions

    void run_context();
    void finish_queued();
    [[nodiscard]] auto is_idle() noexcept -> bool;
    void stop_if_idle() noexcept;
    void drain_ready();
    void wait_for_post();
    void drain_posted();
    void wait_for_timers();
    void expire_timers();
    void on_tick();
    void notify_listeners();

    EventLoop& loop_;
    const Duration tick_length_;
    OnFailure on_failure_;

    std::atomic<std::thread::id> thread_;
    std::atomic<std::uint64_t> heartbeat_ = 0;

    LoopStatistics statistics_;
    std::uint64_t work_ = 0;
    bool running_ = false;
    bool closing_ = false;
    bool drain_scheduled_ = false;
    TimePoint next_tick_;
    TimerQueue timers_;
    IntrusiveList<LoopNode> ready_;
    IntrusiveList<TickListener> listeners_;
    std::vector<UniqueFunction> spare_;

    // I/O objects belong to the loop thread alone, so the reactor needs no locks; other threads
    // only post.
    boost::asio::io_context context_{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO};
    Alarm alarm_{context_};
    Alarm tick_alarm_{context_};
    Mailbox mailbox_{context_};  // with functions never run, which are destroyed first
};

}  // namespace strata

#include "strata/loop/event_loop.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <thread>

#include "loop/alarm.hpp"
#include "loop/deferred.hpp"
#include "loop/event_loop_impl.hpp"
#include "strata/loop/asio.hpp"

namespace strata {
namespace {

void print_failure(const std::exception_ptr& failure, std::string_view where) noexcept {
    auto length = static_cast<int>(where.size());
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& e) {
        std::fprintf(stderr, "strata: exception in a %.*s: %s\n", length, where.data(), e.what());
    } catch (...) {
        std::fprintf(stderr, "strata: exception in a %.*s\n", length, where.data());
    }
}

}  // namespace

EventLoop::EventLoop(EventLoopOptions options)
    : coarse_now_(now()), impl_(std::make_unique<Impl>(*this, options)) {}

EventLoop::~EventLoop() = default;

void EventLoop::run() { impl_->run(); }

auto EventLoop::tick_length() const noexcept -> Duration { return impl_->tick_length(); }

auto EventLoop::is_loop_thread() const noexcept -> bool {
    return impl_->thread() == std::this_thread::get_id();
}

auto EventLoop::heartbeat() const noexcept -> std::uint64_t { return impl_->heartbeat(); }

auto EventLoop::statistics() const noexcept -> LoopStatistics { return impl_->statistics(); }

auto EventLoop::work() const noexcept -> std::uint64_t { return impl_->work(); }

void EventLoop::on_failure(OnFailure handler) { impl_->on_failure(std::move(handler)); }

void EventLoop::report_failure(std::exception_ptr failure, std::string_view where) noexcept {
    impl_->report(std::move(failure), where);
}

void EventLoop::post_function(UniqueFunction function) { impl_->post(std::move(function)); }

void EventLoop::defer_function(UniqueFunction function) {
    impl_->make_ready(*new Deferred(std::move(function)));
}

void EventLoop::make_ready(LoopNode& node) noexcept { impl_->make_ready(node); }

void EventLoop::add_work() noexcept { impl_->add_work(); }

void EventLoop::remove_work() noexcept { impl_->remove_work(); }

void EventLoop::add_listener(TickListener& listener) noexcept { impl_->add_listener(listener); }

void EventLoop::arm(TimerNode& timer) { impl_->arm(timer); }

void EventLoop::disarm(TimerNode& timer) noexcept { impl_->disarm(timer); }

auto asio_context(EventLoop& loop) noexcept -> boost::asio::io_context& {
    return loop.impl_->context();
}

EventLoop::Impl::Impl(EventLoop& loop, EventLoopOptions options)
    : loop_(loop), tick_length_(options.tick), thread_(std::this_thread::get_id()) {
    if (tick_length_ <= Duration::zero()) {
        throw std::invalid_argument("strata::EventLoop: the tick must be positive");
    }
    wait_for_post();
}

EventLoop::Impl::~Impl() {
    closing_ = true;
    while (LoopNode* node = ready_.pop_front()) node->drop_ready();
}

void EventLoop::Impl::run() {
    if (running_) throw std::logic_error("strata::EventLoop: run() inside run()");
    struct Running {
        explicit Running(bool& flag) : flag_(flag) { flag_ = true; }
        ~Running() { flag_ = false; }
        bool& flag_;
    } running(running_);
    thread_.store(std::this_thread::get_id(), std::memory_order_relaxed);
    loop_.coarse_now_ = now();
    next_tick_ = loop_.coarse_now_ + tick_length_;
    tick_alarm_.set(next_tick_, *this, &Impl::on_tick);
    do {
        while (!is_idle()) run_context();
        finish_queued();
    } while (!is_idle());
}

void EventLoop::Impl::run_context() {
    context_.restart();
    try {
        context_.run();
    } catch (...) {
        report(std::current_exception(), "handler");
    }
}

// What counts has ended, but handlers of aborted operations may be queued, which hold objects
// alive.
void EventLoop::Impl::finish_queued() {
    context_.restart();
    for (int i = 0; i < queued_at_end; ++i) {
        try {
            if (context_.poll_one() == 0) return;
        } catch (...) {
            report(std::current_exception(), "handler");
        }
    }
}

auto EventLoop::Impl::is_idle() noexcept -> bool {
    return work_ == 0 && ready_.empty() && mailbox_.empty();
}

void EventLoop::Impl::stop_if_idle() noexcept {
    if (running_ && is_idle()) context_.stop();
}

void EventLoop::Impl::remove_work() noexcept {
    if (--work_ == 0) stop_if_idle();
}

void EventLoop::Impl::make_ready(LoopNode& node) noexcept {
    if (closing_) return node.drop_ready();
    ready_.push_back(node);
    if (!std::exchange(drain_scheduled_, true)) {
        boost::asio::post(context_, [this] { drain_ready(); });
    }
}

void EventLoop::Impl::drain_ready() {
    drain_scheduled_ = false;
    ++statistics_.turns;
    IntrusiveList<LoopNode> batch;
    batch.append(ready_);
    while (LoopNode* node = batch.pop_front()) {
        ++statistics_.resumed;
        try {
            node->run_ready();
        } catch (...) {
            report(std::current_exception(), "deferred function");
        }
    }
    stop_if_idle();
}

void EventLoop::Impl::wait_for_post() {
    mailbox_.wait([this] { drain_posted(); });
}

void EventLoop::Impl::drain_posted() {
    wait_for_post();
    ++statistics_.turns;
    std::vector<UniqueFunction> functions = std::exchange(spare_, {});
    mailbox_.take(functions);
    for (UniqueFunction& slot : functions) {
        ++statistics_.posted;
        UniqueFunction function = std::move(slot);
        try {
            function();
        } catch (...) {
            report(std::current_exception(), "posted function");
        }
    }
    functions.clear();
    if (functions.capacity() <= spare_capacity) spare_ = std::move(functions);
    stop_if_idle();
}

void EventLoop::Impl::arm(TimerNode& timer) {
    timers_.insert(timer);
    wait_for_timers();
}

void EventLoop::Impl::wait_for_timers() {
    auto due = timers_.first_due();
    if (!closing_ && due < alarm_.due()) alarm_.set(due, *this, &Impl::expire_timers);
}

void EventLoop::Impl::expire_timers() {
    ++statistics_.turns;
    statistics_.timers += timers_.expire(loop_);
    wait_for_timers();
    stop_if_idle();
}

void EventLoop::Impl::on_tick() {
    auto now = EventLoop::now();
    ++statistics_.turns;
    const auto lag = std::chrono::nanoseconds(now - next_tick_);
    statistics_.sustained_lag = std::min(statistics_.lag, lag);
    statistics_.lag = lag;
    statistics_.max_lag = std::max(statistics_.max_lag, statistics_.lag);
    heartbeat_.fetch_add(1, std::memory_order_relaxed);
    loop_.coarse_now_ = now;
    ++loop_.tick_;
    next_tick_ += tick_length_;
    if (next_tick_ <= now) next_tick_ = now + tick_length_;
    tick_alarm_.set(next_tick_, *this, &Impl::on_tick);
    notify_listeners();
}

void EventLoop::Impl::notify_listeners() {
    IntrusiveList<TickListener> batch;
    batch.append(listeners_);
    while (TickListener* listener = batch.pop_front()) {
        listeners_.push_back(*listener);
        try {
            listener->ticked(loop_.tick_);
        } catch (...) {
            report(std::current_exception(), "tick listener");
        }
    }
}

void EventLoop::Impl::report(std::exception_ptr failure, std::string_view where) noexcept {
    ++statistics_.failures;
    try {
        if (!on_failure_) return print_failure(failure, where);
        on_failure_(failure, where);
    } catch (...) {
        print_failure(std::current_exception(), "failure handler");
    }
}

}  // namespace strata

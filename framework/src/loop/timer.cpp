#include "strata/loop/timer.hpp"

#include <stdexcept>

namespace strata {

auto time_after(EventLoop::Duration duration) noexcept -> EventLoop::TimePoint {
    auto now = EventLoop::now();
    if (duration > EventLoop::TimePoint::max() - now) return EventLoop::TimePoint::max();
    if (duration < EventLoop::Duration::zero()) return now;
    return now + duration;
}

void TimerNode::arm(EventLoop::TimePoint due) {
    disarm();
    due_ = due;
    loop_.arm(*this);
    if (keeps_ == KeepsRunning::yes) work_ = Work(loop_);
}

class Timer::Node final : public TimerNode {
  public:
    Node(EventLoop& loop, KeepsRunning keeps) noexcept : TimerNode(loop, keeps) {}
    ~Node() override {
        if (destroyed_ != nullptr) *destroyed_ = true;
    }

    void set(EventLoop::TimePoint due, EventLoop::Duration period, UniqueFunction callback) {
        callback_ = std::move(callback);
        period_ = period;
        ++version_;
        arm(due);
    }
    void cancel() noexcept {
        disarm();
        callback_ = UniqueFunction();
        ++version_;
    }

  private:
    // The callback may cancel, set or destroy its own timer: it runs from the stack, and goes back
    // if nothing of that happened.
    void expired() override {
        if (period_ > EventLoop::Duration::zero()) arm(next());
        auto callback = std::move(callback_);
        auto version = version_;
        bool destroyed = false;
        destroyed_ = &destroyed;
        try {
            callback();
        } catch (...) {
            loop().report_failure(std::current_exception(), "timer");
        }
        if (destroyed) return;
        destroyed_ = nullptr;
        if (is_armed() && version == version_) callback_ = std::move(callback);
    }
    [[nodiscard]] auto next() const noexcept -> EventLoop::TimePoint {
        auto missed = (EventLoop::now() - due()) / period_;
        return due() + (missed + 1) * period_;
    }

    UniqueFunction callback_;
    EventLoop::Duration period_{0};
    std::uint64_t version_ = 0;
    bool* destroyed_ = nullptr;
};

Timer::Timer(EventLoop& loop, KeepsRunning keeps) : node_(std::make_unique<Node>(loop, keeps)) {}
Timer::Timer(Timer&&) noexcept = default;
auto Timer::operator=(Timer&&) noexcept -> Timer& = default;
Timer::~Timer() = default;

void Timer::after(EventLoop::Duration delay, UniqueFunction callback) {
    at(time_after(delay), std::move(callback));
}

void Timer::at(EventLoop::TimePoint due, UniqueFunction callback) {
    node_->set(due, EventLoop::Duration::zero(), std::move(callback));
}

void Timer::every(EventLoop::Duration period, UniqueFunction callback) {
    if (period <= EventLoop::Duration::zero()) {
        throw std::invalid_argument("strata::Timer: a period must be positive");
    }
    node_->set(time_after(period), period, std::move(callback));
}

void Timer::cancel() noexcept { node_->cancel(); }

auto Timer::is_active() const noexcept -> bool { return node_->is_armed(); }

Deadline::Deadline(CancelScope& scope, EventLoop::TimePoint due)
    : TimerNode(scope.loop(), KeepsRunning::no), scope_(scope) {
    arm(due);
}

Deadline::Deadline(CancelScope& scope, EventLoop::Duration delay)
    : Deadline(scope, time_after(delay)) {}

void Deadline::expired() { scope_.cancel(CancelReason::deadline); }

}  // namespace strata

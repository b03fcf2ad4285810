#include "loop/timer_queue.hpp"

namespace strata {

auto TimerQueue::earlier(const TimerNode& a, const TimerNode& b) noexcept -> bool {
    return a.due_ != b.due_ ? a.due_ < b.due_ : a.order_ < b.order_;
}

void TimerQueue::place(std::size_t position, TimerNode& timer) noexcept {
    heap_[position] = &timer;
    timer.position_ = position;
}

void TimerQueue::sift_up(std::size_t position) noexcept {
    TimerNode& timer = *heap_[position];
    while (position > 0) {
        auto parent = (position - 1) / 2;
        if (!earlier(timer, *heap_[parent])) break;
        place(position, *heap_[parent]);
        position = parent;
    }
    place(position, timer);
}

void TimerQueue::sift_down(std::size_t position) noexcept {
    TimerNode& timer = *heap_[position];
    for (;;) {
        auto child = 2 * position + 1;
        if (child >= heap_.size()) break;
        if (child + 1 < heap_.size() && earlier(*heap_[child + 1], *heap_[child])) ++child;
        if (!earlier(*heap_[child], timer)) break;
        place(position, *heap_[child]);
        position = child;
    }
    place(position, timer);
}

void TimerQueue::insert(TimerNode& timer) {
    heap_.push_back(&timer);
    timer.order_ = next_order_++;
    sift_up(heap_.size() - 1);
}

void TimerQueue::remove(TimerNode& timer) noexcept {
    auto position = timer.position_;
    timer.position_ = TimerNode::unarmed;
    TimerNode* last = heap_.back();
    heap_.pop_back();
    if (last == &timer) return;
    place(position, *last);
    sift_up(position);
    sift_down(last->position_);
}

auto TimerQueue::expire(EventLoop& loop) -> std::uint64_t {
    std::uint64_t expired = 0;
    auto now = EventLoop::now();
    auto armed_before = next_order_;
    while (!heap_.empty() && heap_.front()->due_ <= now && heap_.front()->order_ < armed_before) {
        TimerNode& timer = *heap_.front();
        remove(timer);
        ++expired;
        Work running = std::move(timer.work_);
        try {
            timer.expired();
        } catch (...) {
            loop.report_failure(std::current_exception(), "timer");
        }
    }
    return expired;
}

auto TimerQueue::first_due() const noexcept -> EventLoop::TimePoint {
    return heap_.empty() ? EventLoop::TimePoint::max() : heap_.front()->due_;
}

}  // namespace strata

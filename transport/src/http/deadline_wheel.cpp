#include "http/deadline_wheel.hpp"

#include <algorithm>

namespace strata::http {

DeadlineWheel::DeadlineWheel(EventLoop& loop)
    : TickListener(loop),
      loop_(loop),
      tick_ms_(std::max<std::int64_t>(
          1, std::chrono::duration_cast<std::chrono::milliseconds>(loop.tick_length()).count())) {}

void DeadlineWheel::arm(Expiring& entry, std::chrono::milliseconds delay) noexcept {
    if (delay != delay_) {
        delay_ = delay;
        ticks_ = static_cast<std::uint64_t>((delay.count() + tick_ms_ - 1) / tick_ms_);
    }
    entry.due_ = loop_.tick() + ticks_ + 1;
    if (entry.is_linked() && entry.slot_ <= entry.due_) return;
    entry.unlink();
    place(entry);
}

void DeadlineWheel::place(Expiring& entry) noexcept {
    entry.slot_ = std::min(entry.due_, loop_.tick() + slots - 1);
    wheel_[entry.slot_ % slots].push_back(entry);
}

void DeadlineWheel::ticked(std::uint64_t tick) {
    IntrusiveList<Expiring> visited;
    visited.append(wheel_[tick % slots]);
    while (Expiring* entry = visited.pop_front()) {
        if (entry->due_ == 0) continue;
        if (entry->due_ > tick) {
            place(*entry);
            continue;
        }
        entry->due_ = 0;
        entry->expired();
    }
}

}  // namespace strata::http

#include "strata/events/retention.hpp"

#include <algorithm>

namespace strata::events {

namespace {

// What one event takes, about.
auto cost(const Event& event) -> std::size_t {
    constexpr std::size_t fixed = 200;
    return fixed + event.topic.size() + event.data.size();
}

}  // namespace

void Retention::push(const Event& event, TimePoint now) {
    if (settings_.retention.count() == 0 || cost(event) > settings_.retained.bytes()) {
        // What can't be kept is a gap: nobody comes back across it.
        while (!events_.empty()) drop_oldest();
        ++first_;
        newest_dropped_ = std::max(newest_dropped_, event.transaction);
        return;
    }
    places_.emplace(event.id, end());
    const std::uint64_t newest = std::max(newest_before(events_.size()), event.transaction);
    events_.push_back({event, now, newest});
    bytes_ += cost(event);
    forget(now);
}

auto Retention::after(const Uuid& id, TimePoint now) -> std::optional<Place> {
    forget(now);
    const auto found = places_.find(id);
    if (found == places_.end()) return std::nullopt;
    std::size_t index = found->second - first_;
    const std::uint64_t horizon = events_[index].event.horizon;
    if (horizon == 0 || newest_before(index) < horizon) return found->second + 1;
    while (index > 0 && newest_before(index) >= horizon) --index;
    if (newest_before(index) >= horizon) return std::nullopt;
    return first_ + index;
}

auto Retention::newest_before(std::size_t index) const noexcept -> std::uint64_t {
    return index == 0 ? newest_dropped_ : events_[index - 1].newest;
}

void Retention::forget(TimePoint now) {
    while (!events_.empty() && (bytes_ > settings_.retained.bytes() ||
                                now - events_.front().at > settings_.retention)) {
        drop_oldest();
    }
}

void Retention::drop_oldest() {
    bytes_ -= cost(events_.front().event);
    newest_dropped_ = events_.front().newest;
    places_.erase(events_.front().event.id);
    events_.pop_front();
    ++first_;
}

}  // namespace strata::events

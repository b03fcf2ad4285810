#include "strata/events/retention.hpp"

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
        return;
    }
    places_.emplace(event.id, end());
    events_.push_back({event, now});
    bytes_ += cost(event);
    forget(now);
}

auto Retention::after(const Uuid& id, TimePoint now) -> std::optional<Place> {
    forget(now);
    const auto found = places_.find(id);
    if (found == places_.end()) return std::nullopt;
    return found->second + 1;
}

void Retention::forget(TimePoint now) {
    while (!events_.empty() && (bytes_ > settings_.retained.bytes() ||
                                now - events_.front().at > settings_.retention)) {
        drop_oldest();
    }
}

void Retention::drop_oldest() {
    bytes_ -= cost(events_.front().event);
    places_.erase(events_.front().event.id);
    events_.pop_front();
    ++first_;
}

}  // namespace strata::events

#include "strata/events/bus.hpp"

#include <utility>

namespace strata::events {

Subscription::Subscription(Subscription&& other) noexcept
    : bus_(std::exchange(other.bus_, nullptr)), topic_(std::move(other.topic_)), id_(other.id_) {}

auto Subscription::operator=(Subscription&& other) noexcept -> Subscription& {
    if (this == &other) return *this;
    cancel();
    bus_ = std::exchange(other.bus_, nullptr);
    topic_ = std::move(other.topic_);
    id_ = other.id_;
    return *this;
}

void Subscription::cancel() noexcept {
    if (auto* bus = std::exchange(bus_, nullptr)) bus->unsubscribe(topic_, id_);
}

auto LocalBus::subscribe(std::string topic, Callback callback) -> Subscription {
    auto id = next_id_++;
    topics_[topic].emplace(id, std::make_shared<const Callback>(std::move(callback)));
    ++count_;
    return {*this, std::move(topic), id};
}

void LocalBus::unsubscribe(const std::string& topic, std::uint64_t id) noexcept {
    auto found = topics_.find(topic);
    if (found == topics_.end() || found->second.erase(id) == 0) return;
    --count_;
    if (found->second.empty()) topics_.erase(found);
}

void LocalBus::publish(std::span<const Event> events) {
    for (const Event& event : events) {
        ++published_;
        deliver(event, {});
        deliver(event, event.topic);
    }
}

// By ascending id, looking each up anew: callbacks may change the map. Who subscribes meanwhile has
// a higher id than `last`, and did not ask for what was published before.
void LocalBus::deliver(const Event& event, const std::string& of_topic) {
    const auto last = next_id_;
    std::uint64_t reached = 0;
    while (true) {
        auto topic = topics_.find(of_topic);
        if (topic == topics_.end()) return;
        auto next = topic->second.upper_bound(reached);
        if (next == topic->second.end() || next->first >= last) return;
        reached = next->first;
        auto callback = next->second;
        try {
            (*callback)(event);
        } catch (...) {
            ++failures_;
        }
    }
}

}  // namespace strata::events

#pragma once
// Retention: the latest events, in the order in which they were published, for clients that come
// back and name the last one that they saw. Bounded by time and by memory. A copy of the newest
// part of the outbox: a process that begins fills it from there. Loop thread only.
#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>

#include "strata/events/event.hpp"
#include "strata/events/settings.hpp"

namespace strata::events {

class Retention final {
  public:
    using TimePoint = std::chrono::steady_clock::time_point;
    // Places in the order of all events: later ones are greater.
    using Place = std::uint64_t;

    explicit Retention(const EventsSettings& settings) : settings_(settings) {}

    void push(const Event& event, TimePoint now);
    // After everything that was published.
    [[nodiscard]] auto end() const noexcept -> Place { return first_ + events_.size(); }
    // The place after this event; none if it is not retained, or if what another process may have
    // delivered after it is not. Where processes see events in different orders it is before the
    // first one that may have been seen later.
    [[nodiscard]] auto after(const Uuid& id, TimePoint now) -> std::optional<Place>;
    // The first place that is retained.
    [[nodiscard]] auto begin() const noexcept -> Place { return first_; }

    // visit(const Event&) for the events from a place on, in order. It must not push.
    template <class F>
    void each(Place from, F visit) const {
        const std::size_t skipped = from > first_ ? from - first_ : 0;
        for (std::size_t i = skipped; i < events_.size(); ++i) visit(events_[i].event);
    }

    [[nodiscard]] auto size() const noexcept -> std::size_t { return events_.size(); }
    [[nodiscard]] auto bytes() const noexcept -> std::size_t { return bytes_; }

  private:
    struct Kept {
        Event event;
        TimePoint at;
        std::uint64_t newest;  // transaction, of this one and all before it
    };
    [[nodiscard]] auto newest_before(std::size_t index) const noexcept -> std::uint64_t;
    void forget(TimePoint now);
    void drop_oldest();

    const EventsSettings& settings_;
    std::deque<Kept> events_{};
    std::unordered_map<Uuid, Place> places_{};
    Place first_ = 0;
    std::uint64_t newest_dropped_ = 0;
    std::size_t bytes_ = 0;
};

}  // namespace strata::events

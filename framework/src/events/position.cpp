#include "strata/events/position.hpp"

#include <algorithm>

namespace strata::events {

void Position::fill(std::int64_t place) {
    const auto found = std::ranges::find_if(
        gaps_, [place](const Gap& gap) { return gap.first <= place && place <= gap.last; });
    if (found == gaps_.end()) return;
    const Gap above{.first = place + 1, .last = found->last, .until = found->until};
    found->last = place - 1;
    if (above.first <= above.last) gaps_.insert(found + 1, above);
    std::erase_if(gaps_, [](const Gap& gap) { return gap.first > gap.last; });
}

void Position::rise(std::int64_t place) {
    if (place > high_ + 1) gaps_.push_back({.first = high_ + 1, .last = place - 1});
    high_ = place;
}

void Position::read(std::span<const std::int64_t> places, const Snapshot& snapshot, bool all) {
    for (const std::int64_t place : places) place > high_ ? rise(place) : fill(place);
    if (all) {
        std::erase_if(gaps_, [&](const Gap& gap) {
            return gap.until != 0 && gap.until <= snapshot.oldest_running;
        });
    }
    for (Gap& gap : gaps_) {
        if (gap.until == 0) gap.until = snapshot.next;
    }
}

void Position::begin(std::span<const std::int64_t> places, bool all) {
    if (!all && !places.empty()) high_ = places.front() - 1;
    for (const std::int64_t place : places) rise(place);
}

}  // namespace strata::events

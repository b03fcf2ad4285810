#include "strata/events/retention.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace strata;
using namespace strata::events;

namespace {

using namespace std::chrono_literals;

auto event(std::uint8_t number, std::size_t size = 1) -> Event {
    Event made;
    std::array<std::uint8_t, 16> bytes{};
    bytes[15] = number;
    made.id = Uuid(bytes);
    made.data = std::string(size, static_cast<char>('0' + number));
    return made;
}

auto data_from(const Retention& retention, Retention::Place place) -> std::string {
    std::string all;
    retention.each(place, [&](const Event& each) { all += each.data; });
    return all;
}

}  // namespace

TEST_CASE("what came after an event, in order") {
    EventsSettings settings;
    Retention retention(settings);
    const Retention::TimePoint now{1h};
    for (std::uint8_t i = 1; i <= 4; ++i) retention.push(event(i), now);
    const auto place = retention.after(event(2).id, now);
    REQUIRE(place);
    CHECK(data_from(retention, *place) == "34");
    CHECK(data_from(retention, *retention.after(event(4).id, now)).empty());
    CHECK_FALSE(retention.after(event(9).id, now));
}

TEST_CASE("events.retention: what is older is gone") {
    EventsSettings settings;
    settings.retention = 1s;
    Retention retention(settings);
    const Retention::TimePoint now{1h};
    retention.push(event(1), now);
    retention.push(event(2), now + 800ms);
    CHECK(retention.after(event(1).id, now + 1s));
    CHECK_FALSE(retention.after(event(1).id, now + 1001ms));
    CHECK(retention.after(event(2).id, now + 1001ms));
    CHECK(retention.size() == 1);
    settings.retention = 0s;
    retention.push(event(3), now + 1001ms);
    CHECK(retention.size() == 0);
}

TEST_CASE("events.retained: the oldest make room") {
    EventsSettings settings;
    settings.retained = 2048;
    Retention retention(settings);
    const Retention::TimePoint now{1h};
    for (std::uint8_t i = 1; i <= 9; ++i) retention.push(event(i, 500), now);
    CHECK(retention.bytes() <= 2048);
    CHECK(retention.size() == 2);
    CHECK_FALSE(retention.after(event(1).id, now));
    CHECK(retention.after(event(8).id, now));
    // One that is too large for all of it leaves a gap that nobody comes back across.
    retention.push(event(5, 4096), now);
    CHECK_FALSE(retention.after(event(9).id, now));
}

TEST_CASE("where processes see events in different orders, what may have been seen later comes") {
    EventsSettings settings;
    Retention retention(settings);
    const Retention::TimePoint now{1h};
    const auto of = [](std::uint8_t number, std::uint64_t transaction, std::uint64_t horizon) {
        Event made = event(number);
        made.transaction = transaction;
        made.horizon = horizon;
        return made;
    };
    retention.push(of(1, 10, 10), now);
    retention.push(of(2, 12, 11), now);
    retention.push(of(3, 11, 11), now);
    retention.push(of(4, 13, 13), now);
    // Who saw the third may not have seen the second, which was under way at the time.
    CHECK(data_from(retention, *retention.after(event(3).id, now)) == "234");
    CHECK(data_from(retention, *retention.after(event(4).id, now)).empty());
    CHECK(data_from(retention, *retention.after(event(1).id, now)) == "234");
    // Where the second is gone, nobody knows whether it was seen.
    settings.retained = 680;
    for (std::uint8_t i = 5; i <= 6; ++i) retention.push(of(i, 13U + i, 12), now);
    REQUIRE(retention.size() == 3);
    CHECK_FALSE(retention.after(event(6).id, now));
}

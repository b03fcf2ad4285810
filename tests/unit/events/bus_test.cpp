#include "strata/events/bus.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <stdexcept>
#include <vector>

#include "strata/events/topic.hpp"

using namespace strata;
using namespace strata::events;

namespace {

auto event(std::string topic, std::string data) -> Event {
    Event made;
    made.topic = std::move(topic);
    made.data = std::move(data);
    return made;
}

struct Listener {
    Listener(LocalBus& bus, std::string topic)
        : subscription(bus.subscribe(std::move(topic),
                                     [this](const Event& seen) { data.push_back(seen.data); })) {}
    std::vector<std::string> data{};
    Subscription subscription;
};

}  // namespace

TEST_CASE("an event reaches the subscribers of its topic, in order") {
    LocalBus bus;
    Listener first(bus, "room/1");
    Listener second(bus, "room/1");
    Listener other(bus, "room/2");
    const std::vector<Event> published{event("room/1", "a"), event("room/3", "b"),
                                       event("room/1", "c")};
    bus.publish(published);
    CHECK(first.data == std::vector<std::string>{"a", "c"});
    CHECK(second.data == first.data);
    CHECK(other.data.empty());
    CHECK(bus.published() == 3);
}

TEST_CASE("a subscription ends with its handle, and moves with it") {
    LocalBus bus;
    int seen = 0;
    const std::vector<Event> one{event("t", "")};
    {
        auto subscription = bus.subscribe("t", [&](const Event&) { ++seen; });
        Subscription moved(std::move(subscription));
        CHECK(moved.active());
        bus.publish(one);
    }
    bus.publish(one);
    CHECK(seen == 1);
    CHECK(bus.subscriptions() == 0);
}

TEST_CASE("subscribers may come and go while an event is delivered") {
    LocalBus bus;
    std::vector<std::string> seen;
    std::optional<Subscription> second;
    std::optional<Subscription> late;
    auto first = bus.subscribe("t", [&](const Event&) {
        seen.emplace_back("first");
        second.reset();
        if (!late) late = bus.subscribe("t", [&](const Event&) { seen.emplace_back("late"); });
    });
    second = bus.subscribe("t", [&](const Event&) { seen.emplace_back("second"); });
    const std::vector<Event> one{event("t", "")};
    bus.publish(one);
    CHECK(seen == std::vector<std::string>{"first"});
    bus.publish(one);
    CHECK(seen == std::vector<std::string>{"first", "first", "late"});
}

TEST_CASE("a subscriber that throws is counted and keeps nothing from the others") {
    LocalBus bus;
    auto bad = bus.subscribe("t", [](const Event&) { throw std::runtime_error("bad"); });
    Listener good(bus, "t");
    const std::vector<Event> one{event("t", "x")};
    bus.publish(one);
    CHECK(good.data.size() == 1);
    CHECK(bus.failures() == 1);
}

TEST_CASE("a topic is a kind and an id") {
    const auto id = *Uuid::parse("00000000-0000-4000-8000-00000000000a");
    CHECK(Topic("room", id).name() == "room/00000000-0000-4000-8000-00000000000a");
    CHECK(Topic("room", "7").name() == "room/7");
    CHECK(Topic("all").name() == "all");
    CHECK(Topic("room", id) == Topic("room", id.to_string()));
}

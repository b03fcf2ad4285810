// Events over the end of a process, and between processes.
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "room.hpp"
#include "support/postgres.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

// What is heard until `count` different messages came, or nothing more does.
auto hear(LiveClient& client, std::size_t count) -> std::vector<nlohmann::json> {
    std::vector<nlohmann::json> heard;
    while (heard.size() < count) {
        auto event = client.next_event("messenger/messageSent");
        if (event.is_null()) break;
        if (std::ranges::find(heard, event.at("id"),
                              [](const auto& each) { return each.at("id"); }) == heard.end())
            heard.push_back(std::move(event));
    }
    return heard;
}

auto texts_of(const std::vector<nlohmann::json>& events) -> std::vector<std::string> {
    std::vector<std::string> texts;
    for (const auto& event : events) texts.push_back(text_of(event));
    return texts;
}

}  // namespace

TEST_CASE("who comes back after a restart gets what it missed") {
    const Room room;
    std::string last;
    {
        const auto service = room.start();
        LiveClient client(service->port());
        REQUIRE(room.enter(client));
        HttpClient writer(service->port());
        REQUIRE(room.send(writer, "one"));
        const auto seen = client.next_event("messenger/messageSent");
        CHECK(text_of(seen) == "one");
        last = seen.at("id");
        REQUIRE(room.send(writer, "two"));
        REQUIRE(room.send(writer, "three"));
        CHECK(service->stop().status == 0);
    }
    const int admin_port = free_port();
    const auto service = room.start({{"STRATA_ADMIN_PORT", std::to_string(admin_port)}});
    LiveClient client(service->port());
    CHECK(room.enter(client, last));
    CHECK(texts_of(hear(client, 2)) == std::vector<std::string>{"two", "three"});
    HttpClient writer(service->port());
    REQUIRE(room.send(writer, "four"));
    CHECK(text_of(client.next_event("messenger/messageSent")) == "four");
    const std::string metrics = HttpClient(admin_port).request("GET", "/metrics").body;
    // Who entered, and the message.
    for (const char* sample :
         {"\nstrata_outbox_written_total 2\n", "\nstrata_outbox_published_total 2\n",
          "\nstrata_outbox_backlog 0\n"}) {
        CAPTURE(metrics);
        CHECK(metrics.find(sample) != std::string::npos);
    }
}

TEST_CASE("events.retention 0s: nothing is kept over a restart") {
    const Room room(Process::Environment{{"STRATA_EVENTS_RETENTION", "0s"}});
    std::string last;
    {
        const auto service = room.start();
        LiveClient client(service->port());
        REQUIRE(room.enter(client));
        HttpClient writer(service->port());
        REQUIRE(room.send(writer, "one"));
        last = client.next_event("messenger/messageSent").at("id");
    }
    const auto service = room.start();
    LiveClient client(service->port());
    CHECK_FALSE(room.enter(client, last));
}

TEST_CASE("an event reaches the clients of every process, and those that change over" *
          doctest::test_suite("postgres")) {
    const Room room;
    const auto first = room.start();
    const auto second = room.start();
    LiveClient here(first->port());
    LiveClient there(second->port());
    REQUIRE(room.enter(here));
    REQUIRE(room.enter(there));
    HttpClient writer(first->port());
    REQUIRE(room.send(writer, "one"));
    CHECK(text_of(here.next_event("messenger/messageSent")) == "one");
    const auto seen = there.next_event("messenger/messageSent");
    CHECK(text_of(seen) == "one");
    REQUIRE(room.send(writer, "two"));
    // It saw the first in one process, and comes back to the other.
    LiveClient back(first->port());
    CHECK(room.enter(back, seen.at("id")));
    CHECK(text_of(back.next_event("messenger/messageSent")) == "two");
    CHECK(second->stop().status == 0);
    CHECK(first->stop().status == 0);
}

TEST_CASE("every process tells a topic's events in the order of their commits" *
          doctest::test_suite("postgres")) {
    constexpr int each = 40;
    const Room room;
    const auto first = room.start();
    const auto second = room.start();
    LiveClient here(first->port());
    LiveClient there(second->port());
    REQUIRE(room.enter(here));
    REQUIRE(room.enter(there));
    std::vector<std::thread> people;
    std::atomic<int> refused = 0;
    for (int person = 0; person < 4; ++person) {
        people.emplace_back([&, person] {
            HttpClient writer(person % 2 == 0 ? first->port() : second->port());
            for (int i = 0; i < each; ++i) {
                if (!room.send(writer, std::to_string(person) + '-' + std::to_string(i))) ++refused;
            }
        });
    }
    for (std::thread& person : people) person.join();
    CHECK(refused == 0);
    const auto heard_here = texts_of(hear(here, 4 * each));
    const auto heard_there = texts_of(hear(there, 4 * each));
    CHECK(heard_here.size() == 4 * each);
    CHECK(heard_here == heard_there);
    for (int person = 0; person < 4; ++person) {
        int next = 0;
        for (const std::string& text : heard_here) {
            if (text.front() - '0' != person) continue;
            CHECK(text == std::to_string(person) + '-' + std::to_string(next++));
        }
    }
}

// A row that nobody told of: another process ended between its commit and its NOTIFY.
TEST_CASE("events.poll: what no NOTIFY told of is found" * doctest::test_suite("postgres")) {
    const Room room;
    const auto add = [&](const std::string& text) {
        const nlohmann::json message{{"id", "0190c8a4-0000-7000-8000-000000000001"},
                                     {"roomId", room.id()},
                                     {"authorId", "0190c8a4-0000-7000-8000-000000000002"},
                                     {"text", text},
                                     {"sentAt", "2026-01-01T00:00:00Z"}};
        postgres().run_in(room.database(),
                          "INSERT INTO strata_outbox (event_id, topic, module, name, data, "
                          "emitted_at, transaction_id, horizon) VALUES (gen_random_uuid(), 'room/" +
                              room.id() + "', 'messenger', 'messageSent', '" + message.dump() +
                              "', now(), pg_current_xact_id()::text::bigint, "
                              "pg_snapshot_xmin(pg_current_snapshot())::text::bigint)");
    };
    const auto often = room.start({{"STRATA_EVENTS_POLL", "50ms"}});
    const auto seldom = room.start({{"STRATA_EVENTS_POLL", "60s"}});
    LiveClient soon(often->port());
    LiveClient late(seldom->port());
    REQUIRE(room.enter(soon));
    REQUIRE(room.enter(late));
    late.read_for(200ms);
    add("alone");
    CHECK(text_of(soon.next_event("messenger/messageSent")) == "alone");
    CHECK(late.next_event("messenger/messageSent", 500ms).is_null());
    postgres().run_in(room.database(), "NOTIFY strata_events");
    CHECK(text_of(late.next_event("messenger/messageSent")) == "alone");
}

// The service is killed while it writes: what it acknowledged is stored, and told to who comes
// back. A hundred times with SOAK=1.
#include <doctest/doctest.h>
#include <sqlite3.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <set>
#include <thread>

#include "room.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

constexpr int writers = 3;

auto kills() -> int { return std::getenv("SOAK") != nullptr ? 100 : 5; }

// Writes until the service is gone; gives what was acknowledged.
auto write(const Room& room, int port, const std::string& prefix, std::atomic<int>& count)
    -> std::vector<std::string> {
    std::vector<std::string> acknowledged;
    HttpClient client(port, 5s);
    for (int i = 0;; ++i) {
        std::string text = prefix + std::to_string(i);
        client.bearer(room.token());
        const Response answer =
            client.call("messenger/send", {{"roomId", room.id()}, {"text", text}});
        if (answer.status == 0) return acknowledged;
        if (answer.status != 200) continue;
        acknowledged.push_back(std::move(text));
        ++count;
    }
}

auto integrity_of(const std::string& file) -> std::string {
    sqlite3* database = nullptr;
    sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr);
    std::string result = sqlite3_errmsg(database);
    sqlite3_exec(
        database, "PRAGMA integrity_check",
        [](void* into, int, char** values, char**) {
            *static_cast<std::string*>(into) = values[0];
            return 0;
        },
        &result, nullptr);
    sqlite3_close(database);
    return result;
}

struct Subscriber {
    void take(LiveClient& client) {
        for (const auto& event : client.take_events()) {
            last = event.at("id");
            if (event.at("name") == "messenger/messageSent") heard.insert(text_of(event));
        }
    }
    std::string last{};
    std::set<std::string> heard{};
};

struct Kills {
    std::vector<std::string> acknowledged{};
    Subscriber subscriber{};
    int incomplete = 0;
};

// One life of the service: three write, one hears, until it is killed. The subscriber stops reading
// before that every other time, so that it has not heard all that it was sent.
void live_and_die(const Room& room, int number, Kills& all) {
    const auto service = room.start();
    LiveClient client(service->port());
    if (!room.enter(client, all.subscriber.last)) ++all.incomplete;
    std::atomic<int> count = 0;
    std::vector<std::vector<std::string>> written(writers);
    std::vector<std::thread> people;
    for (int i = 0; i < writers; ++i) {
        const std::string prefix = std::to_string(number) + '-' + std::to_string(i) + '-';
        people.emplace_back([&, i, prefix] {
            written[static_cast<std::size_t>(i)] = write(room, service->port(), prefix, count);
        });
    }
    const int enough = 5 + number * 7 % 40;
    while (count < enough) client.read_for(1ms);
    all.subscriber.take(client);
    if (number % 2 == 1) std::this_thread::sleep_for(20ms);
    service->process().signal(SIGKILL);
    service->process().wait(10s);
    for (std::thread& person : people) person.join();
    if (number % 4 == 0) {
        client.read_for(100ms);
        all.subscriber.take(client);
    }
    for (auto& texts : written)
        all.acknowledged.insert(all.acknowledged.end(), texts.begin(), texts.end());
}

}  // namespace

TEST_CASE("kill -9 during writes loses no row that was acknowledged, and no event of it") {
    const Room room(Process::Environment{{"STRATA_EVENTS_RETENTION", "1h"},
                                         {"STRATA_EVENTS_RETAINED", "256MiB"}});
    Kills all;
    for (int i = 0; i < kills(); ++i) live_and_die(room, i, all);

    const auto service = room.start();
    LiveClient client(service->port());
    CHECK(room.enter(client, all.subscriber.last));
    client.read_for(500ms);
    all.subscriber.take(client);
    const auto stored = room.stored(*service);
    const std::set<std::string> rows(stored.begin(), stored.end());
    std::size_t lost = 0;
    std::size_t untold = 0;
    for (const std::string& text : all.acknowledged) {
        lost += rows.contains(text) ? 0U : 1U;
        untold += all.subscriber.heard.contains(text) ? 0U : 1U;
    }
    // Events of what was committed, though nobody was told so before the end, as well.
    for (const std::string& text : rows) untold += all.subscriber.heard.contains(text) ? 0U : 1U;
    CHECK(all.incomplete == 0);
    CHECK(lost == 0);
    CHECK(untold == 0);
    for (const std::string& text : all.subscriber.heard) CHECK(rows.contains(text));
    CHECK(service->stop().status == 0);
    if (!on_postgres())
        CHECK(integrity_of(room.database().substr(std::string("sqlite:").size())) == "ok");
    MESSAGE(kills() << " kills: " << all.acknowledged.size() << " messages acknowledged, "
                    << rows.size() << " stored, " << all.subscriber.heard.size() << " heard");
}

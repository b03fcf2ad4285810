// Several workers: they share the port and the database, and one more takes the place of one that
// dies.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <csignal>
#include <memory>
#include <optional>

#include "busy_clients.hpp"
#include "crew.hpp"
#include "support/live_client.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

const std::string accepted = "strata_http_accepted_total";
const std::string requests = "strata_http_requests_total";

// Connections, each with a request that has not been answered yet.
auto asking(int port, int count) -> std::vector<std::unique_ptr<HttpClient>> {
    std::vector<std::unique_ptr<HttpClient>> clients;
    for (int i = 0; i < count; ++i) {
        clients.push_back(std::make_unique<HttpClient>(port, 60s));
        REQUIRE(clients.back()->send("GET /plaintext HTTP/1.1\r\nHost: a\r\n\r\n"));
    }
    return clients;
}

// A connection to each worker.
struct LivePair {
    explicit LivePair(const Crew& crew) {
        while (!of[0] || !of[1]) {
            const int before = crew.metric(1, opened);
            auto client = std::make_unique<LiveClient>(crew.port());
            REQUIRE(client->connected());
            of[crew.metric(1, opened) > before ? 0 : 1] = std::move(client);
        }
    }
    const std::string opened = "strata_websocket_opened_total";
    std::unique_ptr<LiveClient> of[Crew::size]{};
};

}  // namespace

TEST_CASE("workers.count: as many processes answer on one port, and each says what it does") {
    Crew crew(PROBE_BINARY);
    REQUIRE(crew.gets_ready());
    CHECK(crew.pid_of(1) != crew.pid_of(2));
    for (const auto& client : asking(crew.port(), 40)) CHECK(client->receive().status == 200);
    CHECK(crew.metric(1, requests) > 0);
    CHECK(crew.metric(2, requests) > 0);
    CHECK(crew.metric(1, requests) + crew.metric(2, requests) == 40);
    CHECK(crew.says(R"("ready","worker":1)"));
    CHECK(crew.says(R"("ready","worker":2)"));
    CHECK(crew.stop().status == 0);
    CHECK_FALSE(HttpClient(crew.port()).connected());
}

TEST_CASE("SIGTERM under load loses no request, and ends all workers") {
    Crew crew(PROBE_BINARY, {{"STRATA_DRAIN_DELAY", "300ms"}});
    REQUIRE(crew.gets_ready());
    BusyClients clients(crew.port(), 20);
    REQUIRE(comes_true([&] { return clients.answered() > 1'000; }));
    HttpClient slow(crew.port());
    REQUIRE(slow.send("GET /slow?ms=1500 HTTP/1.1\r\nHost: a\r\n\r\n"));
    std::this_thread::sleep_for(100ms);
    clients.expect_end();
    CHECK(crew.stop().status == 0);
    CHECK(slow.receive().status == 200);
    clients.join();
    CHECK(clients.lost() == 0);
    CHECK(clients.refused() == 0);
    CHECK_FALSE(is_alive(crew.pid_of(1)));
    CHECK_FALSE(is_alive(crew.pid_of(2)));
    CHECK(crew.lines_with(R"("exit","code":0)").size() == 3);
}

// As a terminal or systemd's KillMode=control-group does it.
TEST_CASE("SIGTERM to supervisor and workers at once is one request to stop") {
    Crew crew(PROBE_BINARY);
    REQUIRE(crew.gets_ready());
    std::vector<std::unique_ptr<HttpClient>> slow;
    for (int i = 0; i < 10; ++i) {
        slow.push_back(std::make_unique<HttpClient>(crew.port()));
        REQUIRE(slow.back()->send("GET /slow?ms=1500 HTTP/1.1\r\nHost: a\r\n\r\n"));
    }
    std::this_thread::sleep_for(200ms);
    ::kill(crew.pid_of(1), SIGTERM);
    ::kill(crew.pid_of(2), SIGTERM);
    CHECK(crew.stop().status == 0);
    for (const auto& client : slow) CHECK(client->receive().status == 200);
    CHECK(crew.lines_with("second signal").empty());
}

TEST_CASE("what waits for a worker that is killed is served by its successor") {
    Crew crew(PROBE_BINARY);
    REQUIRE(crew.gets_ready());
    const pid_t first = crew.pid_of(1);
    ::kill(first, SIGSTOP);
    const int before = crew.metric(2, accepted);
    const auto clients = asking(crew.port(), 40);
    ::kill(first, SIGKILL);
    for (const auto& client : clients) CHECK(client->receive().status == 200);
    CHECK(crew.pid_of(1) != first);
    const int by_other = crew.metric(2, accepted) - before;
    CHECK(by_other > 0);
    CHECK(crew.metric(1, accepted) > 0);
    CHECK(crew.metric(1, accepted) + by_other == 40);
    CHECK(crew.says(R"("a worker died","worker":1,"pid":)" + std::to_string(first) +
                    R"(,"how":"SIGKILL")"));
    CHECK(crew.stop().status == 0);
}

TEST_CASE("SIGUSR2 replaces all workers under load: no request is lost") {
    Crew crew(PROBE_BINARY, {{"STRATA_DRAIN_DELAY", "10s"}});
    REQUIRE(crew.gets_ready());
    const pid_t first = crew.pid_of(1);
    const pid_t second = crew.pid_of(2);
    BusyClients clients(crew.port(), 10);
    BusyClients balancer(crew.port(), 2, "/ready");
    HttpClient slow(crew.port());
    REQUIRE(slow.send("GET /slow?ms=2000 HTTP/1.1\r\nHost: a\r\n\r\n"));
    REQUIRE(comes_true([&] { return clients.answered() > 1'000; }));
    for (std::size_t round = 1; round <= 3; ++round) {
        crew.process().signal(SIGUSR2);
        REQUIRE(crew.says("the workers are replaced", round));
    }
    CHECK(slow.receive().status == 200);
    // Without drain.delay: there is nobody to tell.
    CHECK(comes_true([&] { return !is_alive(first) && !is_alive(second); }));
    // The newest ones serve.
    for (const unsigned worker : {1U, 2U})
        CHECK(comes_true([&] { return crew.metric(worker, requests) > 0; }));
    clients.join();
    balancer.join();
    CHECK(clients.lost() == 0);
    CHECK(clients.refused() == 0);
    CHECK(balancer.lost() == 0);
    CHECK(balancer.refused() == 0);
    CHECK(crew.lines_with("a worker is started").size() == 2 + 3 * 2);
    CHECK(crew.lines_with(R"("cut":0)").size() >= 2 + 2 * 2);
    CHECK(crew.lines_with("cut by the drain").empty());
}

TEST_CASE("an event of one worker reaches the clients of the other") {
    Crew crew(MESSENGER_BINARY);
    REQUIRE(crew.gets_ready());
    HttpClient client(crew.port());
    const auto signed_up =
        client.call("auth/signUp", {{"login", "ada"}, {"password", "correct horse"}});
    REQUIRE(signed_up.status == 200);
    const std::string token = signed_up.json().at("token");
    client.bearer(token);
    const auto room = client.call("messenger/createRoom", {{"title", "Engines"}}).json().at("id");
    LivePair live(crew);
    for (const auto& each : live.of) {
        // A session that is in the database alone, as far as one of the workers knows.
        REQUIRE(each->call("system/restore", {{"token", token}}).contains("result"));
        REQUIRE(each->call("messenger/enter", {{"roomId", room}}).contains("result"));
    }
    for (const auto& [speaker, listener] : {std::pair(0, 1), std::pair(1, 0)}) {
        const std::string text = "from " + std::to_string(speaker);
        REQUIRE(live.of[speaker]
                    ->call("messenger/send", {{"roomId", room}, {"text", text}})
                    .contains("result"));
        const auto event = live.of[listener]->next_event("messenger/messageSent");
        REQUIRE_FALSE(event.is_null());
        CHECK(event.at("data").at("text") == text);
        live.of[speaker]->next_event("messenger/messageSent");
    }
    CHECK(crew.stop().status == 0);
}

#include <doctest/doctest.h>
#include <signal.h>

#include <atomic>
#include <cstdlib>
#include <thread>
#include <vector>

#include "support/service.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

constexpr int busy_clients = 200;
constexpr int slow_clients = 50;
constexpr int quiet_clients = 20;

auto rounds() -> int { return std::getenv("SOAK") != nullptr ? 10 : 1; }

// Sends one request after the other until it is told that the connection ends. What was sent before
// the signal must be answered.
struct BusyClient {
    void run(int port, const std::atomic<bool>& stopped) {
        HttpClient client(port);
        while (client.connected()) {
            const bool before_signal = !stopped.load();
            if (client.request("GET", "/plaintext").status == 200) {
                ++answered;
            } else if (before_signal) {
                ++lost;
            }
            if (!before_signal) return;
        }
    }
    int answered = 0;
    int lost = 0;
};

// Connections with a request under way, with none, and with half of one.
struct Bystanders {
    explicit Bystanders(int port) {
        for (int i = 0; i < slow_clients; ++i) {
            slow.push_back(std::make_unique<HttpClient>(port));
            REQUIRE(slow.back()->send("GET /slow?ms=1500 HTTP/1.1\r\nHost: a\r\n\r\n"));
        }
        for (int i = 0; i < quiet_clients; ++i) {
            idle.push_back(std::make_unique<HttpClient>(port));
            REQUIRE(idle.back()->request("GET", "/plaintext").status == 200);
            half_sent.push_back(std::make_unique<HttpClient>(port));
            REQUIRE(half_sent.back()->send("GET /plaintext HT"));
        }
    }

    void check_served() {
        for (const auto& client : slow) CHECK(client->receive().status == 200);
        for (const auto& client : idle) CHECK(client->closed_cleanly());
        for (const auto& client : half_sent) {
            const int status = client->receive().status;
            CHECK((status == 408 || status == 0));
        }
    }

    std::vector<std::unique_ptr<HttpClient>> slow{};
    std::vector<std::unique_ptr<HttpClient>> idle{};
    std::vector<std::unique_ptr<HttpClient>> half_sent{};
};

void drain_under_load(const std::string& delay, std::chrono::milliseconds bound) {
    Service service(PROBE_BINARY, {{"STRATA_DRAIN_DELAY", delay}});
    std::atomic<bool> stopped{false};
    std::vector<BusyClient> clients(busy_clients);
    std::vector<std::jthread> threads;
    for (BusyClient& client : clients) {
        threads.emplace_back([&] { client.run(service.port(), stopped); });
    }
    Bystanders bystanders(service.port());
    stopped = true;
    const auto end = service.stop();
    bystanders.check_served();
    threads.clear();
    CAPTURE(service.process().output());
    CHECK(end.status == 0);
    CHECK(end.after < bound);
    int answered = 0;
    int lost = 0;
    for (const BusyClient& client : clients) {
        answered += client.answered;
        lost += client.lost;
    }
    CHECK(answered >= busy_clients);
    CHECK(lost == 0);
}

}  // namespace

TEST_CASE("a drain under load loses nothing that was sent before SIGTERM") {
    for (int round = 0; round < rounds(); ++round) drain_under_load("1s", 5s);
}

TEST_CASE("a drain without a delay loses nothing either") {
    for (int round = 0; round < rounds(); ++round) drain_under_load("0s", 4s);
}

TEST_CASE("a handler that does not end is cut at drain.timeout, named, and the exit code is 1") {
    Service service(PROBE_BINARY, {{"STRATA_DRAIN_TIMEOUT", "1s"}});
    HttpClient client(service.port());
    REQUIRE(client.send("GET /slow?ms=50000 HTTP/1.1\r\nHost: a\r\n\r\n"));
    HttpClient other(service.port());
    REQUIRE(other.request("GET", "/plaintext").status == 200);
    const auto end = service.stop();
    CHECK(end.status == 1);
    CHECK(end.after >= 900ms);
    CHECK(end.after < 4s);
    CHECK(client.receive().status == 503);
    const std::string output = service.process().output();
    CAPTURE(output);
    CHECK(output.find("\"cut by the drain\"") != std::string::npos);
    CHECK(output.find("GET /slow") != std::string::npos);
}

TEST_CASE("SIGTERM ends the start cleanly, wherever it has come to") {
    const int starts = rounds() * 25;
    for (int i = 0; i < starts; ++i) {
        const TemporaryFolder folder;
        Process process({MESSENGER_BINARY},
                        {{"STRATA_ENV", "test"},
                         {"STRATA_SERVER_PORT", std::to_string(free_port())},
                         {"STRATA_DRAIN_DELAY", "0s"},
                         {"STRATA_DATABASE_URL", "sqlite:" + (folder.path() / "a.db").string()}},
                        folder.path());
        std::this_thread::sleep_for(std::chrono::milliseconds(5 * i * 25 / starts));
        process.signal(SIGTERM);
        const auto end = process.wait(20s);
        REQUIRE(end);
        CAPTURE(process.output());
        // Before its first instruction the process dies of the signal, as every program does.
        CHECK((end->status == 0 || (end->status == 128 + SIGTERM && process.output().empty())));
    }
}

// PostgreSQL restarts under a service that is under load: 503 while it is away, and no wrong
// answer. Ten times with SOAK=1.
#include <doctest/doctest.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <thread>
#include <vector>

#include "support/postgres.hpp"
#include "support/service.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

constexpr int writers = 4;
constexpr int readers = 4;
constexpr int known_balance = 4'711;

auto restarts() -> int { return std::getenv("SOAK") != nullptr ? 10 : 2; }

auto account_id(int person, int number) -> std::string {
    std::string digits = std::to_string(person * 1'000'000 + number);
    digits.insert(0, 12 - digits.size(), '0');
    return "0190c8a4-0000-7000-8000-" + digits;
}

struct Tally {
    std::atomic<int> answered = 0;
    std::atomic<int> away = 0;
    std::atomic<int> wrong = 0;
};

// Opens accounts, one after the other; gives those that it was told were open.
auto open_accounts(int port, int person, const std::atomic<bool>& ends, Tally& tally)
    -> std::vector<std::string> {
    std::vector<std::string> opened;
    HttpClient client(port);
    for (int number = 0; !ends; ++number) {
        const std::string id = account_id(person, number);
        const Response answer = client.call("bank/open", {{"id", id}, {"balance", number}});
        if (answer.status == 200) opened.push_back(id);
        ++(answer.status == 200 ? tally.answered : answer.status == 503 ? tally.away : tally.wrong);
    }
    return opened;
}

void read_account(int port, const std::string& id, const std::atomic<bool>& ends, Tally& tally) {
    HttpClient client(port);
    while (!ends) {
        const Response answer = client.call("bank/find", {{"id", id}});
        const bool right = answer.status == 200 && answer.json().at("balance") == known_balance;
        ++(right ? tally.answered : answer.status == 503 ? tally.away : tally.wrong);
    }
}

// Waits until the service answers again.
auto recovers(int port, const std::string& id) -> bool {
    HttpClient client(port);
    const auto late = std::chrono::steady_clock::now() + 20s;
    while (std::chrono::steady_clock::now() < late) {
        if (client.call("bank/find", {{"id", id}}).status == 200) return true;
        std::this_thread::sleep_for(20ms);
    }
    return false;
}

}  // namespace

TEST_CASE("a restart of PostgreSQL costs 503s while it is away, no row and no wrong answer" *
          doctest::test_suite("postgres")) {
    Service service(BANK_BINARY, {{"STRATA_DATABASE_URL", postgres().url_of_new_database()}});
    const int port = service.port();
    const std::string known = account_id(99, 1);
    HttpClient client(port);
    REQUIRE(client.call("bank/open", {{"id", known}, {"balance", known_balance}}).status == 200);

    Tally tally;
    std::atomic<bool> ends = false;
    std::vector<std::vector<std::string>> opened(writers);
    std::vector<std::thread> people;
    for (int i = 0; i < writers; ++i)
        people.emplace_back(
            [&, i] { opened[static_cast<std::size_t>(i)] = open_accounts(port, i, ends, tally); });
    for (int i = 0; i < readers; ++i)
        people.emplace_back([&] { read_account(port, known, ends, tally); });
    int recovered = 0;
    for (int i = 0; i < restarts(); ++i) {
        const int before = tally.answered;
        while (tally.answered < before + 50) std::this_thread::sleep_for(5ms);
        postgres().stop();
        postgres().start();
        recovered += recovers(port, known) ? 1 : 0;
    }
    ends = true;
    for (std::thread& person : people) person.join();

    CHECK(recovered == restarts());
    CHECK(tally.wrong == 0);
    CHECK(tally.away > 0);
    std::size_t lost = 0;
    std::size_t kept = 0;
    for (const auto& accounts : opened) {
        for (const std::string& id : accounts) {
            const bool there = client.call("bank/find", {{"id", id}}).status == 200;
            ++(there ? kept : lost);
        }
    }
    CHECK(lost == 0);
    MESSAGE(restarts() << " restarts: " << tally.answered.load() << " right answers, "
                       << tally.away.load() << " times 503, " << kept << " rows kept");
}

TEST_CASE("a server that is down is tried again until start.timeout, and then told in one line" *
          doctest::test_suite("postgres")) {
    const Finished ended =
        run({BANK_BINARY}, {{"STRATA_ENV", "test"},
                            {"STRATA_START_TIMEOUT", "1s"},
                            {"STRATA_DATABASE_URL", "postgres://strata@/bank?host=/nowhere"}});
    CHECK(ended.status == 1);
    CHECK(ended.output.find("the database can't be reached; trying again") != std::string::npos);
    const auto last_line =
        ended.output.substr(ended.output.rfind('\n', ended.output.size() - 2) + 1);
    CAPTURE(ended.output);
    CHECK(last_line.find("start.timeout (1s)") != std::string::npos);
}

// As an operator makes one of a server, and promotes it.
TEST_CASE("a standby refuses writes with 503, and is not ready until it is promoted" *
          doctest::test_suite("postgres")) {
    const std::string url = postgres().url_of_new_database();
    Service service(BANK_BINARY, {{"STRATA_DATABASE_URL", url}, {"STRATA_LOG_LEVEL", "info"}});
    Service strict(BANK_BINARY,
                   {{"STRATA_DATABASE_URL", url}, {"STRATA_DATABASE_ISOLATION", "serializable"}});
    HttpClient client(service.port());
    HttpClient strict_client(strict.port());
    const std::string id = account_id(1, 0);
    CHECK(client.call("bank/open", {{"id", id}, {"balance", 100}}).status == 200);
    const std::string folder = postgres().run("SHOW data_directory");
    postgres().stop();
    std::ofstream(folder + "/standby.signal").close();
    postgres().start();
    const auto soon = [](const auto& condition) {
        const auto late = std::chrono::steady_clock::now() + 30s;
        while (!condition()) {
            if (std::chrono::steady_clock::now() > late) return false;
            std::this_thread::sleep_for(10ms);
        }
        return true;
    };
    const auto becomes = [&](int status) {
        return soon([&] { return client.request("GET", "/ready").status == status; });
    };
    const auto logs = [&](std::string_view text) {
        return soon([&] { return service.process().output().find(text) != std::string::npos; });
    };
    CHECK(soon([&] { return client.call("bank/find", {{"id", id}}).status == 200; }));
    CHECK(becomes(503));
    CHECK(soon([&] { return strict_client.request("GET", "/ready").status == 503; }));
    CHECK(soon([&] { return strict_client.call("bank/find", {{"id", id}}).status == 200; }));
    for (HttpClient* asked : {&client, &strict_client}) {
        const Response refused =
            asked->call("bank/open", {{"id", account_id(1, 1)}, {"balance", 1}});
        CHECK(refused.status == 503);
        CHECK(refused.code() == "database_unavailable");
        CHECK(refused.header("retry-after") == "1");
    }
    CHECK(client.call("bank/find", {{"id", id}}).status == 200);
    CHECK(logs("the database can't be written: its server is a standby"));
    postgres().run("SELECT pg_promote()");
    CHECK(becomes(200));
    CHECK(logs("the database can be written"));
    CHECK(client.call("bank/open", {{"id", account_id(1, 1)}, {"balance", 1}}).status == 200);
}

TEST_CASE("a server that comes up later than its service is found" *
          doctest::test_suite("postgres")) {
    const std::string url = postgres().url_of_new_database();
    postgres().stop();
    const int port = free_port();
    TemporaryFolder folder;
    Process service({BANK_BINARY},
                    {{"STRATA_ENV", "test"},
                     {"STRATA_SERVER_PORT", std::to_string(port)},
                     {"STRATA_DRAIN_DELAY", "0s"},
                     {"STRATA_DATABASE_URL", url}},
                    folder.path());
    while (service.output().find("trying again") == std::string::npos && service.running())
        std::this_thread::sleep_for(10ms);
    postgres().start();
    const auto late = std::chrono::steady_clock::now() + 60s;
    int status = 0;
    while (status != 200 && service.running() && std::chrono::steady_clock::now() < late) {
        status = HttpClient(port).request("GET", "/ready").status;
        std::this_thread::sleep_for(10ms);
    }
    CHECK(status == 200);
}

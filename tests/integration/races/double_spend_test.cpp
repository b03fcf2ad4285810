// Many withdraw the same money at the same time: exactly as many get it as there is money for.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <barrier>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <thread>
#include <vector>

#include "support/postgres.hpp"
#include "support/service.hpp"

using namespace tests;

namespace {

constexpr int people = 50;
constexpr int affordable = 7;
constexpr int amount = 10;

auto rounds() -> int { return std::getenv("SOAK") != nullptr ? 1'000 : 6; }

auto on_postgres() -> bool {
    const char* engine = std::getenv("STRATA_TEST_ENGINE");
    return engine != nullptr && std::string_view(engine) == "postgres";
}

// One process on SQLite; two on one database of PostgreSQL, whose own means would not refuse to
// overwrite what somebody else has written meanwhile.
struct Bank {
    Bank() {
        Process::Environment settings;
        if (on_postgres()) settings["STRATA_DATABASE_URL"] = postgres().url_of_new_database();
        settings["STRATA_DATABASE_ISOLATION"] = "readCommitted";
        processes.push_back(std::make_unique<Service>(BANK_BINARY, settings));
        if (on_postgres()) processes.push_back(std::make_unique<Service>(BANK_BINARY, settings));
    }
    [[nodiscard]] auto port(int person) const -> int {
        return processes[static_cast<std::size_t>(person) % processes.size()]->port();
    }
    std::vector<std::unique_ptr<Service>> processes{};
};

auto bank() -> Bank& {
    static Bank bank;
    return bank;
}

auto account_id(int number) -> std::string {
    std::string digits = std::to_string(number);
    digits.insert(0, 12 - digits.size(), '0');
    return "0190c8a4-0000-7000-8000-" + digits;
}

struct Tally {
    int succeeded = 0;
    std::int64_t left = 0;
    int unexpected = 0;
};

// A person withdraws once, and asks again for as long as the answer is "try again".
auto withdraws(HttpClient& client, const std::string& method, const std::string& id,
               std::atomic<int>& unexpected) -> bool {
    while (true) {
        const Response answer = client.call(method, {{"id", id}, {"amount", amount}});
        if (answer.status == 200) return true;
        const std::string code = answer.status == 0 ? "" : answer.code();
        if (code == "insufficient_funds") return false;
        if (code == "changed_meanwhile" || code == "database_busy") continue;
        ++unexpected;
        return false;
    }
}

auto play(const std::string& method, int first_account, int count) -> Tally {
    std::atomic<int> succeeded = 0;
    std::atomic<int> unexpected = 0;
    std::barrier<> together(people);
    HttpClient teller(bank().port(0));
    for (int round = 0; round < count; ++round) {
        teller.call("bank/open", {{"id", account_id(first_account + round)},
                                  {"balance", affordable * amount + amount / 2}});
    }
    std::vector<std::thread> crowd;
    for (int person = 0; person < people; ++person) {
        crowd.emplace_back([&, person] {
            HttpClient client(bank().port(person));
            for (int round = 0; round < count; ++round) {
                together.arrive_and_wait();
                if (withdraws(client, method, account_id(first_account + round), unexpected))
                    ++succeeded;
            }
        });
    }
    for (std::thread& person : crowd) person.join();
    Tally tally{.succeeded = succeeded, .unexpected = unexpected};
    HttpClient auditor(bank().port(0));  // the teller has been idle for too long
    for (int round = 0; round < count; ++round) {
        const Response found =
            auditor.call("bank/find", {{"id", account_id(first_account + round)}});
        tally.left += found.json().at("balance").get<std::int64_t>();
    }
    return tally;
}

}  // namespace

TEST_CASE("under the contract's lock the affordable number succeeds, and nothing is lost") {
    const Tally tally = play("bank/withdraw", 0, rounds());
    CHECK(tally.unexpected == 0);
    CHECK(tally.succeeded == affordable * rounds());
    CHECK(tally.left == amount / 2 * rounds());
}

TEST_CASE("with a version column the affordable number succeeds, and nothing is lost") {
    const Tally tally = play("bank/withdrawRevision", 10'000, rounds());
    CHECK(tally.unexpected == 0);
    CHECK(tally.succeeded == affordable * rounds());
    CHECK(tally.left == amount / 2 * rounds());
}

// The proof that the tests above can fail.
TEST_CASE("without a lock or a transaction money is spent twice") {
    int spent = 0;
    for (int attempt = 0; attempt < 20 && spent <= affordable; ++attempt) {
        spent = play("bank/withdrawRacing", 20'000 + attempt, 1).succeeded;
    }
    CHECK(spent > affordable);
}

TEST_CASE("over HTTP a version is an ETag, and If-Match lets only the first of two change it") {
    HttpClient client(bank().port(0));
    const std::string id = account_id(900'000);
    client.call("bank/open", {{"id", id}, {"balance", 100}});
    const std::string tag = client.call("bank/find", {{"id", id}}).header("etag");
    CHECK(tag == "\"1\"");
    const auto correct = [&](int balance, const std::string& if_match) {
        return client.request("PUT", "/accounts/" + id,
                              "{\"balance\": " + std::to_string(balance) + "}",
                              {{"Content-Type", "application/json"}, {"If-Match", if_match}});
    };
    const Response first = correct(200, tag);
    CHECK(first.status == 200);
    CHECK(first.header("etag") == "\"2\"");
    const Response second = correct(300, tag);
    CHECK(second.status == 412);
    CHECK(second.code() == "version_conflict");
    const Response plain =
        client.call("bank/correct", {{"id", id}, {"balance", 300}, {"revision", 1}});
    CHECK(plain.status == 409);
    CHECK(client.call("bank/find", {{"id", id}}).json().at("balance") == 200);
}

TEST_CASE("over HTTP all that was read may be given back, with If-Match or without") {
    HttpClient client(bank().port(0));
    const std::string id = account_id(920'000);
    client.call("bank/open", {{"id", id}, {"balance", 100}});
    const auto request = [&](const char* verb, const std::string& path, const std::string& body,
                             const std::string& if_match) {
        return client.request(verb, path, body,
                              {{"Content-Type", "application/json"}, {"If-Match", if_match}});
    };
    const std::string body = "{\"balance\": 200, \"revision\": 1}";
    CHECK(request("PUT", "/accounts/" + id, body, "\"1\"").status == 200);
    CHECK(request("PUT", "/accounts/" + id, body, "\"1\"").status == 412);
    const Response differs = request("PUT", "/accounts/" + id, body, "\"2\"");
    CHECK(differs.status == 400);
    CHECK(differs.code() == "versions_differ");
    CHECK(differs.body.find("version 2, and the parameter revision names version 1") !=
          std::string::npos);
    const std::string more = "{\"id\": \"" + id + "\", \"amount\": 5}";
    const Response none = request("POST", "/api/bank/deposit", more, "\"2\"");
    CHECK(none.status == 412);
    CHECK(none.code() == "no_version");
    CHECK(client.call("bank/find", {{"id", id}}).json().at("balance") == 200);
    CHECK(request("POST", "/api/bank/deposit", more, "*").status == 200);
}

TEST_CASE("over HTTP If-Match is compared with what was read") {
    HttpClient client(bank().port(0));
    const std::string id = account_id(921'000);
    client.call("bank/open", {{"id", id}, {"balance", 100}});
    const auto find = [&](const std::string& if_match) {
        return client.request("GET", "/accounts/" + id, {}, {{"If-Match", if_match}});
    };
    for (const char* matching : {"\"1\"", "\"7\", \"1\"", "*"}) {
        CAPTURE(matching);
        CHECK(find(matching).status == 200);
    }
    for (const char* other : {"\"2\"", "W/\"1\"", "1", ""}) {
        CAPTURE(other);
        const Response failed = find(other);
        CHECK(failed.status == 412);
        CHECK(failed.code() == "version_conflict");
    }
}

TEST_CASE("an empty idempotency key protects nobody, and is refused") {
    HttpClient client(bank().port(0));
    const std::string id = account_id(930'000);
    client.call("bank/open", {{"id", id}, {"balance", 100}});
    for (const char* key : {"", "\"\""}) {
        const Response refused =
            client.request("POST", "/api/bank/deposit", R"({"id": ")" + id + R"(", "amount": 5})",
                           {{"Content-Type", "application/json"}, {"Idempotency-Key", key}});
        CHECK(refused.status == 400);
        CHECK(refused.code() == "invalid_idempotency_key");
    }
    CHECK(client.call("bank/find", {{"id", id}}).json().at("balance") == 100);
}

TEST_CASE("an idempotency key under way is 409 at once, in whichever process, and then replayed") {
    const std::string id = account_id(910'000);
    HttpClient teller(bank().port(0));
    teller.call("bank/open", {{"id", id}, {"balance", 100}});
    const auto deposit = [&](int person) {
        HttpClient client(bank().port(person));
        return client.request(
            "POST", "/api/bank/deposit", R"({"id": ")" + id + R"(", "amount": 5})",
            {{"Content-Type", "application/json"}, {"Idempotency-Key", "deposit-1"}});
    };
    std::array<Response, 2> answers{};
    std::array<std::chrono::steady_clock::duration, 2> took{};
    std::barrier<> together(2);
    std::vector<std::thread> people;
    for (std::size_t person = 0; person < 2; ++person) {
        people.emplace_back([&, person] {
            together.arrive_and_wait();
            const auto began = std::chrono::steady_clock::now();
            answers[person] = deposit(static_cast<int>(person));
            took[person] = std::chrono::steady_clock::now() - began;
        });
    }
    for (std::thread& person : people) person.join();
    const std::size_t refused = answers[0].status == 409 ? 0 : 1;
    CHECK(answers[refused].status == 409);
    CHECK(answers[refused].code() == "idempotency_key_in_use");
    CHECK(answers[1 - refused].status == 200);
    CHECK(took[refused] < took[1 - refused]);
    CHECK(took[refused] < std::chrono::seconds(1));
    for (const int person : {0, 1}) {
        const Response again = deposit(person);
        CHECK(again.status == 200);
        CHECK(again.header("idempotency-replayed") == "true");
    }
    CHECK(HttpClient(bank().port(1)).call("bank/find", {{"id", id}}).json().at("balance") == 105);
}

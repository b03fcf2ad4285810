// Connections to a server that die without a word.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <optional>

#include "orders.hpp"
#include "strata/data/claim.hpp"
#include "strata/loop/sleep.hpp"
#include "strata/loop/within.hpp"
#include "support/freezing_relay.hpp"

using namespace orders;
using namespace std::chrono_literals;

namespace {

// What test_options() has, behind a relay.
struct Relayed {
    Relayed() {
        const std::size_t begin = options.url.find("host=") + 5;
        const std::size_t length =
            std::min(options.url.find('&', begin), options.url.size()) - begin;
        const std::string socket = "/.s.PGSQL.5432";
        relay.emplace(folder + socket, options.url.substr(begin, length) + socket);
        options.url.replace(begin, length, folder);
        options.connections = 2;
        options.readers = 2;
    }
    Relayed(const Relayed&) = delete;
    auto operator=(const Relayed&) -> Relayed& = delete;
    ~Relayed() { std::filesystem::remove_all(folder); }

    std::string name = "/tmp/strata-relay-XXXXXX";
    std::string folder = ::mkdtemp(name.data());
    DatabaseOptions options = test_options();
    std::optional<tests::FreezingRelay> relay{};
};

auto in_time(Task<> task) -> Task<bool> {
    try {
        co_await within(200ms, std::move(task));
    } catch (const Cancelled&) {
        co_return false;
    } catch (const DatabaseError&) {
        co_return false;
    }
    co_return true;
}

auto write(Database& database, std::int64_t number) -> Task<> {
    Db db(database, Transaction::write, EventLoop::now() + 200ms);
    co_await add(db, number);
    co_await db.commit();
}

auto read(Database& database) -> Task<> { co_await count_of(database); }

auto claim(Database& database) -> Task<> {
    DatabaseClaim key(database, "key");
    co_await key.acquire();
}

// More than there are connections.
auto all_work(Database& database, std::int64_t& number) -> Task<bool> {
    bool all = true;
    for (int i = 0; i < 6; ++i) {
        all = co_await in_time(write(database, ++number)) && all;
        all = co_await in_time(read(database)) && all;
        all = co_await in_time(claim(database)) && all;
    }
    co_return all;
}

}  // namespace

TEST_CASE("connections that die without a word are opened anew, and the server is not stormed" *
          doctest::test_suite("postgres")) {
    Relayed relayed;
    Store store(relayed.options);
    const auto scenario = [](Store& shop, tests::FreezingRelay& relay) -> Task<> {
        std::int64_t number = 0;
        CHECK(co_await all_work(shop.database, number));
        relay.freeze();
        const int before = relay.connections();
        CHECK_FALSE(co_await all_work(shop.database, number));
        const auto latest = EventLoop::now() + 30s;
        bool works = false;
        while (!works && EventLoop::now() < latest) {
            co_await sleep(shop.loop, 500ms);
            works = co_await all_work(shop.database, number);
        }
        CHECK(works);
        CHECK(relay.connections() - before < 100);
    };
    run_task(store.loop, scenario(store, *relayed.relay));
    CHECK(store.database.statistics().in_use == 0);
}

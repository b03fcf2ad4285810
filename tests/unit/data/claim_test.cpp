// Keys that one process has at a time.
#include <doctest/doctest.h>

#include "orders.hpp"
#include "strata/data/claim.hpp"
#include "strata/loop/sleep.hpp"

using namespace orders;
using namespace std::chrono_literals;

namespace {

auto server_options() -> DatabaseOptions {
    DatabaseOptions options = test_options();
    options.connections = 2;
    return options;
}

}  // namespace

TEST_SUITE_BEGIN("postgres");

TEST_CASE("a claim is held by one at a time among processes, and refused without waiting") {
    const DatabaseOptions options = server_options();
    EventLoop loop;
    Database first(options, loop);
    Database second(options, loop);
    run_task(loop, first.start({}, {}));
    run_task(loop, second.start({}, {}));
    const auto scenario = [](Database& one, Database& other) -> Task<> {
        std::optional<DatabaseClaim> held(std::in_place, one, "key");
        CHECK(co_await held->acquire());
        DatabaseClaim refused(other, "key");
        CHECK_FALSE(co_await refused.acquire());
        DatabaseClaim another(other, "another key");
        CHECK(co_await another.acquire());
        held.reset();
        DatabaseClaim granted(other, "key");
        // What was given back is on its way to the server, on another connection.
        for (int i = 0; i < 100; ++i) {
            DatabaseClaim probe(other, "key");
            if (co_await probe.acquire()) break;
        }
        CHECK(co_await granted.acquire());
    };
    run_task(loop, scenario(first, second));
    run_task(loop, first.close());
    run_task(loop, second.close());
}

TEST_CASE("a claim ends with its connection, and the next one opens another") {
    Store store(server_options());
    const auto scenario = [](Store& shop) -> Task<> {
        DatabaseClaim lost(shop.database, "key");
        CHECK(co_await lost.acquire());
        static constexpr Column ended_column[] = {{"count", Type::integer}};
        static constexpr Statement end{
            .name = "orders.end_claims",
            .postgres =
                "SELECT count(pg_terminate_backend(pid)) AS count FROM pg_locks "
                "WHERE locktype = 'advisory'",
            .source = "here",
            .columns = ended_column};
        Db db(shop.database, Transaction::read);
        CHECK(co_await db.scalar<std::int64_t>(end) >= 1);
        while (shop.database.statistics().lost_connections == 0) co_await sleep(shop.loop, 1ms);
        DatabaseClaim next(shop.database, "key");
        CHECK(co_await next.acquire());
    };
    run_task(store.loop, scenario(store));
}

TEST_CASE("a claim that was given up on its way holds nothing") {
    Store store(server_options());
    const auto scenario = [](Store& shop) -> Task<> {
        const auto take = [](Database& database) -> Task<> {
            DatabaseClaim claim(database, "key");
            const bool held = co_await claim.acquire();
            CHECK(held);
        };
        for (int i = 0; i < 3; ++i) {  // first while the connection opens
            TaskGroup given_up(shop.loop);
            given_up.spawn(take(shop.database));
            given_up.cancel_all(CancelReason::deadline);
            co_await given_up.wait();
            co_await take(shop.database);
        }
    };
    run_task(store.loop, scenario(store));
}

TEST_SUITE_END();

TEST_CASE("on a database of one process a claim is always granted" *
          doctest::test_suite("sqlite")) {
    Store store;
    DatabaseClaim first(store.database, "key");
    DatabaseClaim second(store.database, "key");
    CHECK(run_task(store.loop, first.acquire()));
    CHECK(run_task(store.loop, second.acquire()));
}

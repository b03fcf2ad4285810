// What only a server does: it conflicts, goes away and comes back, and has other processes.
#include <doctest/doctest.h>

#include <limits>

#include "orders.hpp"
#include "strata/data/json.hpp"
#include "strata/data/lock.hpp"
#include "strata/loop/sleep.hpp"

using namespace orders;
using namespace std::chrono_literals;

namespace {

constexpr Column typed_columns[] = {
    {"flag", Type::boolean, true},     {"whole", Type::integer, true}, {"broken", Type::real, true},
    {"words", Type::text, true},       {"octets", Type::bytes, true},  {"id", Type::uuid, true},
    {"moment", Type::timestamp, true}, {"document", Type::json, true}};
constexpr Statement echo{.name = "types.echo",
                         .sqlite =
                             "SELECT ?1 AS flag, ?2 AS whole, ?3 AS broken, ?4 AS words, "
                             "?5 AS octets, ?6 AS id, ?7 AS moment, ?8 AS document",
                         .postgres =
                             "SELECT $1 AS flag, $2 AS whole, $3 AS broken, $4 AS words, "
                             "$5 AS octets, $6 AS id, $7 AS moment, $8 AS document",
                         .source = "db/types.sql:1",
                         .parameters = typed_columns,
                         .columns = typed_columns};

struct Typed {
    std::optional<bool> flag{};
    std::optional<std::int64_t> whole{};
    std::optional<double> broken{};
    std::optional<std::string> words{};
    std::optional<Bytes> octets{};
    std::optional<Uuid> id{};
    std::optional<Timestamp> moment{};
    std::optional<std::string> document{};
};

auto read_typed(RowReader& row) -> Typed {
    Typed typed;
    typed.flag = row.get<std::optional<bool>>(0);
    typed.whole = row.get<std::optional<std::int64_t>>(1);
    typed.broken = row.get<std::optional<double>>(2);
    typed.words = row.get<std::optional<std::string>>(3);
    typed.octets = row.get<std::optional<Bytes>>(4);
    typed.id = row.get<std::optional<Uuid>>(5);
    typed.moment = row.get<std::optional<Timestamp>>(6);
    if (!row.is_null(7)) typed.document = std::string(row.json(7));
    return typed;
}

auto echoed(Database& database, Typed typed) -> Task<Typed> {
    Db db(database, Transaction::read);
    std::optional<JsonText> document;
    if (typed.document) document.emplace(*typed.document);
    co_return co_await db.one(echo, &read_typed, typed.flag, typed.whole, typed.broken, typed.words,
                              typed.octets, typed.id, typed.moment, document);
}

auto error_kind(EventLoop& loop, Task<> task) -> ErrorKind {
    return error_of(loop, std::move(task)).kind();
}

auto change(Database& database, std::int64_t number, Database& other) -> Task<> {
    Db db(database, Transaction::write);
    co_await db.scalar<std::int64_t>(count);
    Db beside(other, Transaction::write);
    co_await beside.execute(pay, number);
    co_await beside.commit();
    co_await db.execute(pay, number);
    co_await db.commit();
}

auto server_options() -> DatabaseOptions {
    DatabaseOptions options = test_options();
    options.connections = 2;
    return options;
}

}  // namespace

TEST_CASE("values of every type go to the database and come back, and so does NULL") {
    Store store;
    Typed typed;
    typed.flag = true;
    typed.whole = std::numeric_limits<std::int64_t>::min();
    typed.broken = -0.1;
    typed.words = "Grüße, 'world'";
    typed.octets = Bytes{0, 255, 7};
    typed.id = id_of(42);
    typed.moment = Timestamp::parse("0001-01-01T00:00:00.000001Z");
    typed.document = R"({"a": [1, 2]})";
    const Typed same = run_task(store.loop, echoed(store.database, typed));
    CHECK(same.flag == typed.flag);
    CHECK(same.whole == typed.whole);
    CHECK(same.broken == typed.broken);
    CHECK(same.words == typed.words);
    CHECK(same.octets == typed.octets);
    CHECK(same.id == typed.id);
    CHECK(same.moment == typed.moment);
    CHECK(same.document == typed.document);
    const Typed nothing = run_task(store.loop, echoed(store.database, Typed{}));
    CHECK_FALSE(nothing.flag.has_value());
    CHECK_FALSE(nothing.moment.has_value());
    CHECK_FALSE(nothing.document.has_value());
}

TEST_SUITE_BEGIN("postgres");

TEST_CASE("two units that change the same row are a conflict, unless each sees the newest") {
    for (const Isolation isolation : {Isolation::repeatable_read, Isolation::read_committed}) {
        DatabaseOptions options = server_options();
        options.isolation = isolation;
        Store store(options);
        run_task(store.loop, add_and_commit(store.database, 1));
        const bool conflicts = isolation == Isolation::repeatable_read;
        CHECK(error_kind(store.loop, change(store.database, 1, store.database)) ==
              (conflicts ? ErrorKind::conflict : ErrorKind::statement));
    }
}

TEST_CASE("a password or database that is wrong ends the start at once, with one line") {
    EventLoop loop;
    DatabaseOptions options = test_options();
    const std::string url = tests::postgres().url();
    options.url = url.substr(0, url.find("/postgres?")) + "/nowhere" + url.substr(url.find('?'));
    Database database(options, loop);
    const DatabaseError error = error_of(loop, database.start({}, {}));
    CHECK(error.kind() == ErrorKind::unavailable);
    CHECK(std::string_view(error.what()).find("database \"nowhere\" does not exist") !=
          std::string_view::npos);
}

TEST_CASE("a start without a server goes on trying until it is cancelled") {
    EventLoop loop;
    DatabaseOptions options;
    options.url = "postgres://strata@127.0.0.1:1/nowhere";
    Database database(options, loop);
    bool cancelled = false;
    const auto start = [](Database& absent, bool& told) -> Task<> {
        try {
            co_await absent.start({}, {});
        } catch (const Cancelled&) {
            told = true;
        }
    };
    TaskGroup group(loop);
    group.spawn(start(database, cancelled));
    const auto give_up = [](EventLoop& clock, TaskGroup& starts) -> Task<> {
        co_await sleep(clock, 100ms);
        CHECK(starts.count() == 1);
        starts.cancel_all(CancelReason::deadline);
    };
    run_task(loop, give_up(loop, group));
    CHECK(cancelled);
}

TEST_CASE("a server that restarts under load costs errors, no rows, and is found again") {
    tests::PostgresServer server;
    DatabaseOptions options = server_options();
    options.url = server.url();
    Store store(options);
    std::int64_t committed = 0;
    std::int64_t refused = 0;
    bool stop = false;
    const auto write = [](Store& shop, std::int64_t first, std::int64_t& done, std::int64_t& failed,
                          const bool& ends) -> Task<> {
        for (std::int64_t number = first; !ends; ++number) {
            bool away = false;
            try {
                co_await add_and_commit(shop.database, number);
                ++done;
            } catch (const DatabaseError& error) {
                CHECK(error.kind() == ErrorKind::unavailable);
                ++failed;
                away = true;
            }
            if (away) co_await sleep(shop.loop, 1ms);
        }
    };
    const auto restart = [](Store& shop, tests::PostgresServer& restarted, std::int64_t& done,
                            bool& ends) -> Task<> {
        for (int round = 0; round < 2; ++round) {
            const std::int64_t before = done;
            while (done < before + 50) co_await sleep(shop.loop, 1ms);
            restarted.stop();
            while (shop.database.problem().empty()) co_await sleep(shop.loop, 1ms);
            restarted.start();
            while (!shop.database.problem().empty()) co_await sleep(shop.loop, 1ms);
        }
        const std::int64_t before = done;
        while (done < before + 50) co_await sleep(shop.loop, 1ms);
        ends = true;
    };
    TaskGroup group(store.loop);
    for (std::int64_t i = 0; i < 8; ++i)
        group.spawn(write(store, i * 1'000'000, committed, refused, stop));
    run_task(store.loop, restart(store, server, committed, stop));
    const std::int64_t rows = run_task(store.loop, count_of(store.database));
    CHECK(refused > 0);
    CHECK(rows >= committed);
    CHECK(rows <= committed + refused);  // of a COMMIT whose answer was lost, nobody knows
}

TEST_CASE("a unit whose connection is lost can't commit") {
    tests::PostgresServer server;
    DatabaseOptions options = server_options();
    options.url = server.url();
    Store store(options);
    const auto scenario = [](Store& shop, tests::PostgresServer& cut) -> Task<> {
        Db db(shop.database, Transaction::write);
        co_await add(db, 1);
        cut.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE state = 'idle in transaction'");
        while (shop.database.statistics().lost_connections == 0) co_await sleep(shop.loop, 1ms);
        CHECK(db.begun());
        ErrorKind kind = ErrorKind::statement;
        try {
            co_await db.commit();
        } catch (const DatabaseError& error) {
            kind = error.kind();
        }
        CHECK(kind == ErrorKind::unavailable);
        CHECK(co_await count_of(shop.database) == 0);
    };
    run_task(store.loop, scenario(store, server));
}

TEST_CASE("a unit whose connection is lost inside a part of it is lost as a whole") {
    tests::PostgresServer server;
    DatabaseOptions options = server_options();
    options.url = server.url();
    Store store(options);
    const auto scenario = [](Store& shop, tests::PostgresServer& cut) -> Task<> {
        Db db(shop.database, Transaction::write);
        co_await add(db, 1);
        ErrorKind kind = ErrorKind::statement;
        const auto part = [&](Db& inner) -> Task<> {
            co_await add(inner, 2);
            cut.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE state = 'idle in transaction'");
            while (shop.database.statistics().lost_connections == 0) co_await sleep(shop.loop, 1ms);
        };
        try {
            co_await db.savepoint(part);
        } catch (const DatabaseError& error) {
            kind = error.kind();
        }
        CHECK(kind == ErrorKind::unavailable);
        bool committed = true;
        try {
            co_await db.commit();
        } catch (const std::exception&) {
            committed = false;
        }
        CHECK_FALSE(committed);
        CHECK(co_await count_of(shop.database) == 0);
    };
    run_task(store.loop, scenario(store, server));
}

TEST_CASE("a lock is held by one at a time among processes, and its holder's units use it") {
    const DatabaseOptions options = server_options();
    EventLoop loop;
    Database first(options, loop);
    Database second(options, loop);
    run_task(loop, first.start({create_script()}, {}));
    run_task(loop, second.start({create_script()}, {}));
    int inside = 0;
    int most = 0;
    int turns = 0;
    const auto enter = [](EventLoop& clock, Database& database, int& now, int& peak,
                          int& count_turns) -> Task<> {
        DatabaseLock lock(database, {"account/7", "account/3"});
        co_await lock.acquire();
        peak = std::max(peak, ++now);
        {
            Db db(database, Transaction::write, EventLoop::now() + 10s, &lock);
            const auto rows = co_await db.scalar<std::int64_t>(count);
            co_await sleep(clock, 1ms);
            co_await add(db, rows);  // unique: another in here would have had the same number
            co_await db.commit();
            co_await db.execute(pay, rows);
        }
        --now;
        ++count_turns;
    };
    TaskGroup group(loop);
    for (int i = 0; i < 10; ++i) {
        group.spawn(enter(loop, first, inside, most, turns));
        group.spawn(enter(loop, second, inside, most, turns));
    }
    loop.run();
    CHECK(most == 1);
    CHECK(turns == 20);
    CHECK(run_task(loop, count_of(first)) == 20);
    run_task(loop, first.close());
    run_task(loop, second.close());
}

TEST_CASE("who waits for a lock can be cancelled, and holds none then") {
    Store store(server_options());
    const auto scenario = [](Store& shop) -> Task<> {
        std::optional<DatabaseLock> held(std::in_place, shop.database,
                                         std::vector<std::string>{"key"});
        co_await held->acquire();
        TaskGroup waiting(shop.loop);
        const auto wait = [](Database& database) -> Task<> {
            DatabaseLock lock(database, {"key"});
            co_await lock.acquire();
        };
        waiting.spawn(wait(shop.database));
        co_await sleep(shop.loop, 20ms);
        CHECK(waiting.count() == 1);
        waiting.cancel_all(CancelReason::deadline);
        co_await waiting.wait();
        held.reset();
        co_await wait(shop.database);
    };
    run_task(store.loop, scenario(store));
}

TEST_CASE("slow reads hold up no quick one, though all share their connections") {
    static constexpr Statement nap{.name = "orders.nap",
                                   .postgres = "SELECT 1::bigint AS count FROM pg_sleep(0.4)",
                                   .source = "db/orders.sql:1",
                                   .columns = count_column};
    Store store(server_options());
    int naps = 0;
    const auto slow = [](Database& database, int& done) -> Task<> {
        Db db(database, Transaction::read);
        co_await db.scalar<std::int64_t>(nap);
        ++done;
    };
    const auto quick = [](Store& shop, int& done) -> Task<> {
        for (int i = 0; i < 50; ++i) co_await count_of(shop.database);
        CHECK(done == 0);
    };
    TaskGroup group(store.loop);
    group.spawn(slow(store.database, naps));
    group.spawn(slow(store.database, naps));
    run_task(store.loop, quick(store, naps));
    store.loop.run();
    CHECK(naps == 2);
}

TEST_SUITE_END();

TEST_CASE("a statement whose table was altered under it is prepared again" *
          doctest::test_suite("postgres")) {
    static constexpr Statement narrow{
        .name = "orders.narrow",
        .postgres = "ALTER TABLE orders ALTER COLUMN number TYPE integer",
        .source = "db/orders.sql:1",
        .writes = true};
    static constexpr Statement widen{
        .name = "orders.widen",
        .postgres = "ALTER TABLE orders ALTER COLUMN number TYPE bigint",
        .source = "db/orders.sql:1",
        .writes = true};
    Store store;
    run_task(store.loop, add_and_commit(store.database, 7));
    const auto read = [](Database& database) -> Task<> {
        for (int i = 0; i < 4; ++i) {
            Db db(database, Transaction::read);
            const auto order = co_await db.optional(find, &read_order, std::int64_t{7});
            CHECK(order->number == 7);
        }
    };
    const auto write = [](Database& database) -> Task<> {
        Db db(database, Transaction::write);
        const auto order = co_await db.one(find, &read_order, std::int64_t{7});
        CHECK(order.number == 7);
        const auto orders = co_await db.many(all, &read_order);
        CHECK(orders.size() == 1);
        co_await db.commit();
    };
    const auto alter = [](Database& database, const Statement& statement) -> Task<> {
        Db db(database, Transaction::write);
        co_await db.execute(statement);
        co_await db.commit();
    };
    run_task(store.loop, read(store.database));
    run_task(store.loop, write(store.database));
    run_task(store.loop, alter(store.database, narrow));
    run_task(store.loop, read(store.database));
    run_task(store.loop, write(store.database));
    run_task(store.loop, alter(store.database, widen));
    // A unit of work meets it as a conflict, once, and runs again.
    CHECK(error_of(store.loop, write(store.database)).kind() == ErrorKind::conflict);
    run_task(store.loop, write(store.database));
    run_task(store.loop, read(store.database));
}

// Units of work: what they see of one another, how they end.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>

#include "orders.hpp"
#include "strata/loop/sleep.hpp"

using namespace orders;

TEST_CASE("what a write unit did is seen by others after its commit, not before") {
    Store store;
    const auto scenario = [](Database& database) -> Task<> {
        Db writer(database, Transaction::write);
        CHECK(co_await add(writer, 1) == 1);
        CHECK(co_await writer.scalar<std::int64_t>(count) == 1);
        CHECK(co_await count_of(database) == 0);
        CHECK(writer.begun());
        co_await writer.commit();
        CHECK_FALSE(writer.begun());
        CHECK(co_await count_of(database) == 1);
    };
    run_task(store.loop, scenario(store.database));
}

TEST_CASE("a row comes back as it was written, whatever the order of the columns") {
    Store store;
    run_task(store.loop, add_and_commit(store.database, 7));
    const auto scenario = [](Database& database) -> Task<> {
        Db db(database, Transaction::read);
        const auto order = co_await db.optional(find, &read_order, std::int64_t{7});
        REQUIRE(order.has_value());
        CHECK(order->id == id_of(7));
        CHECK(order->title == "book");
        CHECK_FALSE(order->paid);
        CHECK(order->note == "first");
        const auto missing = co_await db.optional(find, &read_order, std::int64_t{8});
        CHECK_FALSE(missing.has_value());
    };
    run_task(store.loop, scenario(store.database));
}

TEST_CASE(
    "a unit that is rolled back, or destroyed while open, leaves nothing and gives the writer on") {
    Store store;
    const auto scenario = [](Database& database, bool explicitly) -> Task<> {
        {
            Db db(database, Transaction::write);
            co_await add(db, 1);
            if (explicitly) co_await db.rollback();
        }
        co_await add_and_commit(database, 2);
        CHECK(co_await count_of(database) == 1);
        Db db(database, Transaction::write);
        co_await db.execute(pay, std::int64_t{2});
        co_await db.rollback();
        CHECK_FALSE((co_await db.one(find, &read_order, std::int64_t{2})).paid);
    };
    SUBCASE("rolled back") { run_task(store.loop, scenario(store.database, true)); }
    SUBCASE("destroyed") { run_task(store.loop, scenario(store.database, false)); }
}

TEST_CASE("write units that share one connection run in the order in which they asked") {
    DatabaseOptions options = test_options();
    options.connections = 1;
    Store store(options);
    std::vector<int> order;
    const auto unit = [](Database& database, std::vector<int>& done, int number) -> Task<> {
        Db db(database, Transaction::write);
        const auto before = co_await db.scalar<std::int64_t>(count);
        CHECK(before == number);
        co_await add(db, number);
        co_await db.commit();
        done.push_back(number);
    };
    TaskGroup group(store.loop);
    for (int i = 0; i < 20; ++i) group.spawn(unit(store.database, order, i));
    store.loop.run();
    std::vector<int> expected(20);
    for (int i = 0; i < 20; ++i) expected[static_cast<std::size_t>(i)] = i;
    CHECK(order == expected);
    CHECK(store.database.statistics().commits == 20);
}

TEST_CASE("a snapshot unit sees one state, a read unit the newest") {
    Store store;
    const auto scenario = [](Database& database) -> Task<> {
        Db snapshot(database, Transaction::snapshot);
        Db read(database, Transaction::read);
        CHECK(co_await snapshot.scalar<std::int64_t>(count) == 0);
        co_await add_and_commit(database, 1);
        CHECK(co_await snapshot.scalar<std::int64_t>(count) == 0);
        CHECK(co_await read.scalar<std::int64_t>(count) == 1);
        co_await snapshot.commit();
        CHECK(co_await snapshot.scalar<std::int64_t>(count) == 1);
    };
    run_task(store.loop, scenario(store.database));
}

TEST_CASE("no more transactions run at a time than database.snapshots and connections say") {
    struct Crowd {
        unsigned open = 0;
        unsigned most = 0;
    };
    const auto unit = [](Store& store, Crowd& crowd) -> Task<> {
        Db db(store.database, Transaction::snapshot);
        CHECK(co_await db.scalar<std::int64_t>(count) == 0);
        crowd.most = std::max(crowd.most, ++crowd.open);
        co_await sleep(store.loop, std::chrono::milliseconds(20));
        --crowd.open;
        CHECK(co_await db.scalar<std::int64_t>(count) == 0);
    };
    for (const unsigned at_a_time : {1U, 3U}) {
        DatabaseOptions options = test_options();
        options.snapshots = options.connections = at_a_time;
        Store store(options);
        Crowd crowd;
        TaskGroup group(store.loop);
        for (int i = 0; i < 5; ++i) group.spawn(unit(store, crowd));
        store.loop.run();
        CHECK(store.database.statistics().statements == 10);
        CHECK(crowd.most == at_a_time);
    }
}

TEST_CASE("a write is refused where the unit only reads, whatever the statement says of itself") {
    static constexpr Statement sly{.name = "orders.sly",
                                   .sqlite = "DELETE FROM orders",
                                   .postgres = "DELETE FROM orders",
                                   .source = "db/orders.sql:1"};
    Store store;
    const auto scenario = [](Database& database, Transaction mode,
                             const Statement& statement) -> Task<std::int64_t> {
        Db db(database, mode);
        co_return co_await db.execute(statement);
    };
    for (const Transaction mode : {Transaction::read, Transaction::snapshot}) {
        CHECK(error_of(store.loop, scenario(store.database, mode, sly)).kind() ==
              ErrorKind::readonly);
    }
    CHECK_THROWS_AS(run_task(store.loop, scenario(store.database, Transaction::none, sly)),
                    std::logic_error);
}

TEST_CASE("a violated constraint is told by the names that either engine has for it") {
    Store store;
    run_task(store.loop, add_and_commit(store.database, 1));
    const auto number_twice = [](Database& database) -> Task<> {
        Db db(database, Transaction::write);
        co_await db.execute(insert, id_of(2), std::int64_t{1}, std::string("x"), false,
                            std::optional<std::string>());
    };
    const auto id_twice = [](Database& database) -> Task<> {
        Db db(database, Transaction::write);
        co_await db.execute(insert, id_of(1), std::int64_t{2}, std::string("x"), false,
                            std::optional<std::string>());
    };
    const auto empty_title = [](Database& database) -> Task<> {
        Db db(database, Transaction::write);
        co_await add(db, 3, "");
    };
    const auto sku_twice = [](Database& database) -> Task<> {
        Db db(database, Transaction::write);
        co_await db.execute(insert_item, id_of(1), std::string("a"));
        co_await db.execute(insert_item, id_of(1), std::string("a"));
    };
    const auto no_order = [](Database& database) -> Task<> {
        Db db(database, Transaction::write);
        co_await db.execute(insert_item, id_of(9), std::string("b"));
    };
    const DatabaseError unique = error_of(store.loop, number_twice(store.database));
    CHECK(unique.kind() == ErrorKind::constraint);
    CHECK(unique.constraint() == "orders.number");
    CHECK(unique.violates("orders_number_key"));
    CHECK_FALSE(unique.violates("orders_pkey"));
    CHECK(error_of(store.loop, id_twice(store.database)).violates("orders_pkey"));
    CHECK(error_of(store.loop, empty_title(store.database)).violates("title_not_empty"));
    CHECK(error_of(store.loop, sku_twice(store.database)).violates("items_sku"));
    CHECK(error_of(store.loop, no_order(store.database)).kind() == ErrorKind::constraint);
}

TEST_CASE("after a failed statement a transaction can only be rolled back") {
    Store store;
    const auto scenario = [](Database& database) -> Task<> {
        Db db(database, Transaction::write);
        co_await add(db, 1);
        bool failed = false;
        try {
            co_await add(db, 1);
        } catch (const DatabaseError&) {
            failed = true;
        }
        CHECK(failed);
        CHECK(db.failed());
        CHECK_THROWS_AS(co_await db.commit(), std::logic_error);
        CHECK_THROWS_AS(co_await add(db, 2), std::logic_error);
        co_await db.rollback();
        CHECK_FALSE(db.failed());
        CHECK(co_await db.scalar<std::int64_t>(count) == 0);
    };
    run_task(store.loop, scenario(store.database));
}

TEST_CASE("a promise of one row is kept or is an error") {
    Store store;
    run_task(store.loop, add_and_commit(store.database, 1));
    run_task(store.loop, add_and_commit(store.database, 2));
    const auto none = [](Database& database) -> Task<> {
        Db db(database, Transaction::read);
        co_await db.one(find, &read_order, std::int64_t{5});
    };
    const auto two = [](Database& database) -> Task<> {
        Db db(database, Transaction::read);
        co_await db.optional(all, &read_order);
    };
    CHECK(error_of(store.loop, none(store.database)).kind() == ErrorKind::rows);
    CHECK(error_of(store.loop, two(store.database)).kind() == ErrorKind::rows);
}

TEST_CASE("a stored value that is not one of its type is an error that names statement and column" *
          doctest::test_suite("sqlite")) {
    static constexpr Statement spoil{.name = "orders.spoil",
                                     .sqlite = "UPDATE orders SET id = 'not an id'",
                                     .source = "db/orders.sql:1",
                                     .writes = true};
    Store store;
    run_task(store.loop, add_and_commit(store.database, 1));
    const auto scenario = [](Database& database) -> Task<> {
        Db db(database, Transaction::write);
        co_await db.execute(spoil);
        co_await db.many(all, &read_order);
    };
    const DatabaseError error = error_of(store.loop, scenario(store.database));
    CHECK(error.kind() == ErrorKind::corrupt);
    CHECK(std::string_view(error.what()) ==
          "orders.all: column id: the stored value is not a UUID");
}

TEST_CASE("a read sees what was committed before it was asked, however many read with it") {
    Store store;
    const auto write_and_read = [](Database& database, std::int64_t number) -> Task<> {
        co_await add_and_commit(database, number);
        Db db(database, Transaction::read);
        const auto order = co_await db.optional(find, &read_order, std::int64_t{number});
        CHECK(order.has_value());
    };
    const auto read_on = [](Database& database) -> Task<> {
        for (int i = 0; i < 50; ++i) co_await count_of(database);
    };
    TaskGroup group(store.loop);
    for (int i = 0; i < 100; ++i) group.spawn(write_and_read(store.database, i));
    for (int i = 0; i < 40; ++i) group.spawn(read_on(store.database));
    store.loop.run();
    CHECK(store.database.statistics().failures == 0);
}

TEST_CASE("a failed read leaves those that share its transaction alone") {
    Store store;
    run_task(store.loop, add_and_commit(store.database, 1));
    int rows_errors = 0;
    const auto good = [](Database& database) -> Task<> { CHECK(co_await count_of(database) == 1); };
    const auto bad = [](Database& database, int& errors) -> Task<> {
        Db db(database, Transaction::read);
        try {
            co_await db.one(find, &read_order, std::int64_t{404});
        } catch (const DatabaseError& error) {
            errors += error.kind() == ErrorKind::rows ? 1 : 0;
        }
    };
    TaskGroup group(store.loop);
    for (int i = 0; i < 50; ++i) {
        group.spawn(good(store.database));
        group.spawn(bad(store.database, rows_errors));
    }
    store.loop.run();
    CHECK(rows_errors == 50);
}

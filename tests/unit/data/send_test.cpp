// Statements that are sent without waiting: their errors, what stands behind them, and the units
// that follow on the same connection.
#include <doctest/doctest.h>

#include <chrono>

#include "orders.hpp"
#include "strata/loop/sleep.hpp"
#include "strata/loop/when_all.hpp"

using namespace orders;
using namespace std::chrono_literals;

namespace {

auto two_connections() -> DatabaseOptions {
    DatabaseOptions options = test_options();
    options.connections = 2;
    options.isolation = Isolation::read_committed;
    return options;
}

auto send_and_commit(Database& database, std::int64_t first, std::int64_t last) -> Task<> {
    Db db(database, Transaction::write);
    for (std::int64_t number = first; number <= last; ++number) db.send(add(db, number));
    co_await db.commit();
}

auto kind_of_commit(Db& db) -> Task<std::optional<ErrorKind>> {
    try {
        co_await db.commit();
    } catch (const DatabaseError& error) {
        co_return error.kind();
    }
    co_return std::nullopt;
}

// A row that the next one of its kind waits for, until `release`.
auto hold_row(Database& database, std::int64_t number, bool& held, const bool& release) -> Task<> {
    Db db(database, Transaction::write);
    co_await db.execute(pay, number);
    held = true;
    while (!release) co_await sleep(database.loop(), 1ms);
    co_await db.commit();
}

auto until(EventLoop& loop, const bool& flag) -> Task<> {
    while (!flag) co_await sleep(loop, 1ms);
}

}  // namespace

TEST_CASE("what was sent without waiting is part of the commit") {
    Store store;
    run_task(store.loop, send_and_commit(store.database, 1, 20));
    CHECK(run_task(store.loop, count_of(store.database)) == 20);
}

TEST_CASE("a sent statement that fails fails the commit with its own error, and all is undone") {
    Store store;
    run_task(store.loop, [](Database& database) -> Task<> {
        Db db(database, Transaction::write);
        db.send(add(db, 1));
        db.send(add(db, 2, ""));  // no title
        db.send(add(db, 3));
        const auto kind = co_await kind_of_commit(db);
        CHECK(kind == ErrorKind::constraint);
        co_await db.rollback();
        co_await add(db, 4);
        co_await db.commit();
    }(store.database));
    CHECK(run_task(store.loop, count_of(store.database)) == 1);
}

TEST_CASE("a statement behind one that failed unseen tells the error of that one") {
    Store store;
    run_task(store.loop, [](Database& database) -> Task<> {
        Db db(database, Transaction::write);
        co_await add(db, 1);
        db.send(add(db, 1));  // again
        std::optional<ErrorKind> seen;
        try {
            co_await db.execute(pay, std::int64_t{1});
            co_await db.commit();
        } catch (const DatabaseError& error) {
            seen = error.kind();
        }
        CHECK(seen == ErrorKind::constraint);
        co_await db.rollback();
    }(store.database));
    CHECK(run_task(store.loop, count_of(store.database)) == 0);
}

TEST_CASE("only a transaction that writes can send and go on") {
    Store store;
    for (const Transaction mode : {Transaction::read, Transaction::snapshot, Transaction::none}) {
        Db db(store.database, mode);
        CHECK_THROWS_AS(db.send(add(db, 1)), std::logic_error);
    }
}

TEST_CASE("what was sent and refused at once is not taken for done") {
    DatabaseOptions options = test_options();
    options.queue = 0;
    Store store(options);
    Db db(store.database, Transaction::write);
    db.send(add(db, 1));
    CHECK(db.begun());
    const auto kind = run_task(store.loop, kind_of_commit(db));
    CHECK(kind == ErrorKind::busy);
}

TEST_CASE("units that send follow one another on a connection, and fail alone") {
    Store store(one_connection());
    int failed = 0;
    const auto unit = [](Database& database, int& failures, std::int64_t number) -> Task<> {
        Db db(database, Transaction::write);
        db.send(add(db, 10 * number));
        db.send(add(db, 10 * number + 1, number % 3 == 0 ? "" : "book"));
        const auto kind = co_await kind_of_commit(db);
        if (!kind) co_return;
        CHECK(kind == ErrorKind::constraint);
        CHECK(number % 3 == 0);
        ++failures;
    };
    TaskGroup group(store.loop);
    for (int i = 0; i < 60; ++i) group.spawn(unit(store.database, failed, i));
    store.loop.run();
    CHECK(failed == 20);
    CHECK(run_task(store.loop, count_of(store.database)) == 80);
}

TEST_CASE("units that wait for their statements follow those that do not, in any order") {
    Store store(one_connection());
    const auto waits = [](Database& database, std::int64_t number) -> Task<> {
        Db db(database, Transaction::write);
        const auto before = co_await db.scalar<std::int64_t>(count);
        co_await add(db, number);
        CHECK(co_await db.scalar<std::int64_t>(count) == before + 1);
        if (number % 5 == 0) co_return;  // rolled back
        co_await db.commit();
    };
    TaskGroup group(store.loop);
    for (int i = 0; i < 50; ++i) {
        i % 2 == 0 ? group.spawn(send_and_commit(store.database, i, i))
                   : group.spawn(waits(store.database, i));
    }
    store.loop.run();
    CHECK(run_task(store.loop, count_of(store.database)) == 45);
    CHECK(store.database.statistics().in_use == 0);
}

TEST_CASE("a part of a transaction ends with what was sent in it") {
    Store store;
    run_task(store.loop, [](Database& database) -> Task<> {
        Db db(database, Transaction::write);
        db.send(add(db, 1));
        const auto good = [](Db& inside) -> Task<> {
            inside.send(add(inside, 2));
            co_return;
        };
        const auto bad = [](Db& inside) -> Task<> {
            inside.send(add(inside, 3));
            inside.send(add(inside, 1));  // again
            co_return;
        };
        co_await db.savepoint(good);
        std::optional<ErrorKind> seen;
        try {
            co_await db.savepoint(bad);
        } catch (const DatabaseError& error) {
            seen = error.kind();
        }
        CHECK(seen == ErrorKind::constraint);
        db.send(add(db, 4));
        co_await db.commit();
        Db after(database, Transaction::read);
        CHECK(co_await after.scalar<std::int64_t>(count) == 3);
    }(store.database));
}

TEST_CASE("a unit that is given up takes what it sent with it") {
    Store store;
    run_task(store.loop, [](Database& database) -> Task<> {
        {
            Db db(database, Transaction::write);
            db.send(add(db, 1));
        }
        Db rolled_back(database, Transaction::write);
        rolled_back.send(add(rolled_back, 1));
        co_await rolled_back.rollback();
        CHECK(co_await count_of(database) == 0);
        co_await add_and_commit(database, 1);
    }(store.database));
    CHECK(run_task(store.loop, count_of(store.database)) == 1);
}

TEST_CASE("a commit that is cancelled stops the statements before it, and not the next unit" *
          doctest::test_suite("postgres")) {
    Store store(two_connections());
    run_task(store.loop, add_and_commit(store.database, 1));
    bool held = false;
    bool release = false;
    bool ended = false;
    const auto waits_for_row = [](Database& database, bool& done_flag) -> Task<> {
        Db db(database, Transaction::write);
        db.send(add(db, 2));
        db.send(db.execute(pay, std::int64_t{1}));
        CHECK(co_await kind_of_commit(db) == ErrorKind::interrupted);
        done_flag = true;
    };
    TaskGroup holder(store.loop);
    TaskGroup cancelled(store.loop);
    TaskGroup next(store.loop);
    const auto scenario = [&]() -> Task<> {
        co_await until(store.loop, held);
        cancelled.spawn(waits_for_row(store.database, ended));
        for (int i = 10; i < 14; ++i) next.spawn(send_and_commit(store.database, i, i));
        co_await sleep(store.loop, 50ms);
        CHECK_FALSE(ended);
        cancelled.cancel_all(CancelReason::deadline);
        co_await until(store.loop, ended);
        co_await next.wait();
        release = true;
    };
    holder.spawn(hold_row(store.database, 1, held, release));
    run_task(store.loop, scenario());
    CHECK(run_task(store.loop, count_of(store.database)) == 5);
    CHECK(store.database.statistics().in_use == 0);
}

TEST_CASE("whenever a commit is cancelled, its unit ends long before what it waits for" *
          doctest::test_suite("postgres")) {
    Store store(two_connections());
    run_task(store.loop, add_and_commit(store.database, 1));
    bool held = false;
    bool release = false;
    const auto waits_for_row = [](Database& database, int& ended) -> Task<> {
        Db db(database, Transaction::write);
        db.send(add(db, 2));
        db.send(db.execute(pay, std::int64_t{1}));
        try {
            const auto kind = co_await kind_of_commit(db);
            CHECK(kind == ErrorKind::interrupted);
        } catch (const Cancelled&) {  // before COMMIT was sent
        }
        ++ended;
    };
    TaskGroup holder(store.loop);
    int ended = 0;
    const auto scenario = [&]() -> Task<> {
        co_await until(store.loop, held);
        for (int i = 0; i < 20; ++i) {
            TaskGroup units(store.loop);
            units.spawn(waits_for_row(store.database, ended));
            while (store.database.statistics().in_use < 2) co_await sleep(store.loop, 1ms);
            co_await sleep(store.loop, i * 200us);
            units.cancel_all(CancelReason::deadline);
            co_await units.wait();
            CHECK(ended == i + 1);
        }
        release = true;
    };
    holder.spawn(hold_row(store.database, 1, held, release));
    run_task(store.loop, scenario());
    CHECK(run_task(store.loop, count_of(store.database)) == 1);
    CHECK(store.database.statistics().in_use == 0);
}

TEST_CASE("a unit behind another one's end can be cancelled, and the other one commits" *
          doctest::test_suite("postgres")) {
    Store store(two_connections());
    run_task(store.loop, add_and_commit(store.database, 1));
    bool held = false;
    bool release = false;
    const auto waits_for_row = [](Database& database) -> Task<> {
        Db db(database, Transaction::write);
        db.send(add(db, 2));
        db.send(db.execute(pay, std::int64_t{1}));
        co_await db.commit();
    };
    const auto spins = [](Database& database) -> Task<> {
        Db db(database, Transaction::write);
        co_await db.scalar<std::int64_t>(spin);
    };
    TaskGroup holder(store.loop);
    TaskGroup first(store.loop);
    TaskGroup second(store.loop);
    TaskGroup third(store.loop);
    const auto scenario = [&]() -> Task<> {
        co_await until(store.loop, held);
        // The first has the connection, the second waits for it, and so the first passes it on.
        Db has_it(store.database, Transaction::write);
        co_await has_it.scalar<std::int64_t>(count);
        first.spawn(waits_for_row(store.database));
        second.spawn(spins(store.database));
        third.spawn(send_and_commit(store.database, 3, 3));
        co_await has_it.rollback();
        co_await sleep(store.loop, 50ms);
        second.cancel_all(CancelReason::disconnect);
        co_await sleep(store.loop, 50ms);
        release = true;
    };
    holder.spawn(hold_row(store.database, 1, held, release));
    run_task(store.loop, scenario());
    store.loop.run();
    CHECK(run_task(store.loop, count_of(store.database)) == 3);
    CHECK(store.database.statistics().in_use == 0);
}

TEST_CASE("two statements of one unit that are cancelled at once give their connection back" *
          doctest::test_suite("postgres")) {
    Store store(one_connection());
    const auto both = [](Database& database) -> Task<> {
        Db db(database, Transaction::write);
        std::vector<Task<std::int64_t>> spins;
        spins.push_back(db.scalar<std::int64_t>(spin));
        spins.push_back(db.scalar<std::int64_t>(spin));
        co_await when_all(std::move(spins));
    };
    for (int i = 1; i <= 20; ++i) {
        TaskGroup group(store.loop);
        group.spawn(both(store.database));
        run_task(store.loop, [](EventLoop& loop, CancelScope& scope, int round) -> Task<> {
            co_await sleep(loop, std::chrono::milliseconds(round % 4));
            scope.cancel(CancelReason::disconnect);
        }(store.loop, group.scope(), i));
        store.loop.run();
        run_task(store.loop, add_and_commit(store.database, i));
    }
    CHECK(run_task(store.loop, count_of(store.database)) == 20);
    CHECK(store.database.statistics().in_use == 0);
}

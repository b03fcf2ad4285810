// Cancellation: in line, while a statement runs, of many at once, and when the database closes.
#include <doctest/doctest.h>

#include "orders.hpp"
#include "strata/loop/shield.hpp"

using namespace orders;

namespace {

auto hold_writer(Database& database, bool& holds, CancelScope& others) -> Task<> {
    Db db(database, Transaction::write);
    co_await add(db, 1);
    holds = true;
    others.cancel(CancelReason::deadline);
    co_await db.commit();
}

auto count_cancelled(Task<> task, int& cancelled) -> Task<> {
    try {
        co_await task;
    } catch (const Cancelled&) {
        ++cancelled;
    }
}

auto spin_in(Database& database, Transaction mode) -> Task<> {
    Db db(database, mode);
    co_await db.scalar<std::int64_t>(spin);
}

}  // namespace

TEST_CASE("units that wait for the writer leave the line when they are cancelled") {
    DatabaseOptions options = test_options();
    options.connections = 1;
    Store store(options);
    bool holds = false;
    int cancelled = 0;
    TaskGroup waiting(store.loop);
    TaskGroup holder(store.loop);
    holder.spawn(hold_writer(store.database, holds, waiting.scope()));
    for (int i = 0; i < 1'000; ++i) {
        waiting.spawn(count_cancelled(add_and_commit(store.database, i + 10), cancelled));
    }
    store.loop.run();
    CHECK(holds);
    CHECK(cancelled == 1'000);
    CHECK(run_task(store.loop, count_of(store.database)) == 1);
    CHECK(store.database.statistics().writers_waiting == 0);
}

TEST_CASE("a running statement is interrupted, and its unit is rolled back") {
    Store store;
    for (const Transaction mode : {Transaction::read, Transaction::snapshot, Transaction::write}) {
        int cancelled = 0;
        TaskGroup group(store.loop);
        group.spawn(count_cancelled(spin_in(store.database, mode), cancelled));
        const auto give_up = [](Database& database, CancelScope& scope) -> Task<> {
            co_await count_of(database);
            scope.cancel(CancelReason::disconnect);
        };
        run_task(store.loop, give_up(store.database, group.scope()));
        CHECK(cancelled == 1);
        run_task(store.loop, [](Database& database) -> Task<> {
            Db db(database, Transaction::write);
            co_await db.scalar<std::int64_t>(count);
        }(store.database));
    }
}

TEST_CASE("a cancelled unit can still be rolled back under a shield") {
    Store store;
    bool rolled_back = false;
    const auto scenario = [](Database& database, CancelScope& scope, bool& done_flag) -> Task<> {
        Db db(database, Transaction::write);
        co_await add(db, 1);
        scope.cancel(CancelReason::deadline);
        CHECK_THROWS_AS(co_await db.commit(), Cancelled);
        co_await shielded(db.rollback());
        done_flag = true;
    };
    TaskGroup group(store.loop);
    group.spawn(scenario(store.database, group.scope(), rolled_back));
    store.loop.run();
    CHECK(rolled_back);
    CHECK(run_task(store.loop, count_of(store.database)) == 0);
}

TEST_CASE("tasks destroyed in the middle of a statement leave the database usable") {
    Store store;
    for (const Transaction mode : {Transaction::read, Transaction::snapshot, Transaction::write}) {
        {
            TaskGroup group(store.loop);
            for (int i = 0; i < 10; ++i) group.spawn(spin_in(store.database, mode));
        }
        run_task(store.loop, add_and_commit(store.database, static_cast<std::int64_t>(mode) + 1));
    }
    CHECK(run_task(store.loop, count_of(store.database)) == 3);
}

TEST_CASE("past the length of the line, units are refused as busy") {
    DatabaseOptions options = test_options();
    options.queue = 3;
    options.connections = 1;
    Store store(options);
    int busy = 0;
    const auto unit = [](Database& database, int& count_busy, int number) -> Task<> {
        try {
            co_await add_and_commit(database, number);
        } catch (const DatabaseError& error) {
            CHECK(error.kind() == ErrorKind::busy);
            ++count_busy;
        }
    };
    TaskGroup group(store.loop);
    for (int i = 0; i < 10; ++i) group.spawn(unit(store.database, busy, i));
    store.loop.run();
    CHECK(busy == 6);  // one holds the writer, three wait
    CHECK(store.database.statistics().refused == 6);
}

TEST_CASE("ten thousand units at a time all end, in flat memory") {
    Store store;
    TaskGroup group(store.loop);
    for (int i = 0; i < 5'000; ++i) {
        group.spawn(add_and_commit(store.database, i));
        group.spawn(
            [](Database& database) -> Task<> { co_await count_of(database); }(store.database));
    }
    CHECK(group.count() == 10'000);
    store.loop.run();
    CHECK(run_task(store.loop, count_of(store.database)) == 5'000);
    CHECK(store.database.statistics().failures == 0);
}

TEST_CASE(
    "cancelling at any moment, over many rounds, loses no committed row and leaves nothing open") {
    Store store;
    std::int64_t committed = 0;
    const auto unit = [](Database& database, std::int64_t number,
                         std::int64_t& done_count) -> Task<> {
        Db db(database, Transaction::write);
        co_await add(db, number);
        co_await count_of(database);
        co_await shielded(db.commit());
        ++done_count;
    };
    const auto stop_after = [](Database& database, CancelScope& scope, int statements) -> Task<> {
        for (int i = 0; i < statements; ++i) co_await count_of(database);
        scope.cancel(CancelReason::deadline);
    };
    for (int round = 0; round < 60; ++round) {
        TaskGroup group(store.loop);
        for (int i = 0; i < 8; ++i) group.spawn(unit(store.database, round * 100 + i, committed));
        run_task(store.loop, stop_after(store.database, group.scope(), round % 12));
        CHECK(group.count() == 0);
    }
    CHECK(run_task(store.loop, count_of(store.database)) == committed);
}

TEST_CASE("closing refuses those in line, ends what was sent, and refuses what comes later") {
    DatabaseOptions options = test_options();
    options.connections = 1;
    EventLoop loop;
    Database database(options, loop);
    run_task(loop, database.start({create_script()}, {}));
    int refused = 0;
    const auto unit = [](Database& store, int& count_refused, int number) -> Task<> {
        try {
            co_await add_and_commit(store, number);
        } catch (const DatabaseError& error) {
            CHECK(error.kind() == ErrorKind::unavailable);
            ++count_refused;
        }
    };
    TaskGroup group(loop);
    for (int i = 0; i < 50; ++i) group.spawn(unit(database, refused, i));
    run_task(loop, database.close());
    CHECK(refused >= 49);  // of the first, the statement was sent
    CHECK(group.count() == 0);
    CHECK(error_of(loop, count_of(database)).kind() == ErrorKind::unavailable);
    run_task(loop, database.close());  // has nothing to do
}

// How units of work end when something comes between: a cancellation in line, a BEGIN that fails, a
// statement beside the commit, a connection that is lost under a lock; and how they begin.
#include <doctest/doctest.h>

#include <chrono>

#include "data/in_time.hpp"
#include "orders.hpp"
#include "strata/data/lock.hpp"
#include "strata/loop/sleep.hpp"

using namespace orders;
using namespace std::chrono_literals;

namespace {

enum class End : std::uint8_t { none, committed, cancelled, refused };

template <class F>
auto end_of(Db& db, F statements) -> Task<End> {
    try {
        statements(db);
        co_await db.commit();
    } catch (const Cancelled&) {
        co_return End::cancelled;
    } catch (const DatabaseError&) {
        co_return End::refused;
    }
    co_return End::committed;
}

constexpr Statement forget_begin{
    .name = "orders.forget_begin",
    .postgres =
        "DO $$ DECLARE begins text; BEGIN FOR begins IN SELECT name FROM "
        "pg_prepared_statements WHERE statement LIKE 'BEGIN%' LOOP EXECUTE 'DEALLOCATE ' || "
        "begins; END LOOP; END $$",
    .source = "db/orders.sql:1"};
constexpr Statement end_myself{.name = "orders.end_myself",
                               .postgres = "SELECT pg_terminate_backend(pg_backend_pid()) AS count",
                               .source = "db/orders.sql:1"};

// The unit that is next on the only connection, after its BEGIN can't be run any more.
template <class F>
auto after_forgotten_begin(Store& store, F next) -> Task<> {
    TaskGroup group(store.loop);
    {
        Db first(store.database, Transaction::write);
        co_await first.execute(forget_begin);
        group.spawn(next(store.database));
        co_await first.commit();
    }
    co_await group.wait();
}

}  // namespace

TEST_CASE("a commit that is cancelled while its unit waits in line is not taken for done") {
    Store store(one_connection());
    End end = End::none;
    const auto unit = [](Database& database, End& how) -> Task<> {
        Db db(database, Transaction::write);
        how = co_await end_of(db, [](Db& in) { in.send(add(in, 1)); });
    };
    TaskGroup group(store.loop);
    run_task(store.loop, [](Store& shop, TaskGroup& units, Task<> waits) -> Task<> {
        Db has_it(shop.database, Transaction::write);
        co_await add(has_it, 2);
        units.spawn(std::move(waits));
        co_await sleep(shop.loop, 10ms);
        units.cancel_all(CancelReason::deadline);
        co_await units.wait();
        co_await has_it.commit();
    }(store, group, unit(store.database, end)));
    CHECK(end == End::cancelled);
    CHECK(run_task(store.loop, count_of(store.database)) == 1);
    CHECK(store.database.statistics().in_use == 0);
}

TEST_CASE("a statement beside the commit of its own transaction is refused") {
    Store store;
    run_task(store.loop, [](Store& shop) -> Task<> {
        Db db(shop.database, Transaction::write);
        TaskGroup group(shop.loop);
        bool refused = false;
        const auto late = [](Db& in, bool& was_refused) -> Task<> {
            try {
                co_await add(in, 2);
            } catch (const std::logic_error&) {
                was_refused = true;
            }
        };
        co_await add(db, 1);
        group.spawn([](Db& in) -> Task<> { co_await in.commit(); }(db));
        group.spawn(late(db, refused));
        co_await group.wait();
        CHECK(refused);
        co_await add(db, 3);  // of a transaction of its own
        co_await db.commit();
    }(store));
    CHECK(run_task(store.loop, count_of(store.database)) == 2);
}

TEST_CASE("nothing of a unit whose BEGIN fails is kept" * doctest::test_suite("postgres")) {
    Store store(one_connection());
    End end = End::none;
    const auto next = [&end](Database& database) {
        return [](Database& shop, End& how) -> Task<> {
            Db db(shop, Transaction::write);
            how = co_await end_of(db, [](Db& in) {
                in.send(add(in, 1));
                in.send(in.execute(pay, std::int64_t{1}));  // not prepared there yet
                in.send(in.execute(insert_item, id_of(1), std::string("book")));
            });
        }(database, end);
    };
    run_task(store.loop, after_forgotten_begin(store, next));
    CHECK(end == End::refused);
    CHECK(run_task(store.loop, count_of(store.database)) == 0);
}

TEST_CASE("a part whose BEGIN fails ends the unit, also when its error is caught" *
          doctest::test_suite("postgres")) {
    Store store(one_connection());
    bool failed = false;
    bool done = false;
    const auto next = [&](Database& database) {
        return [](Database& shop, bool& part_failed, bool& committed) -> Task<> {
            Db db(shop, Transaction::write);
            const auto part = [](Db& in) -> Task<> { co_await add(in, 1); };
            try {
                co_await db.savepoint(part);
            } catch (const DatabaseError&) {
                part_failed = true;
            }
            try {
                co_await add(db, 2);
                co_await db.commit();
                committed = true;
            } catch (const std::exception&) {
                CHECK(db.failed());
            }
        }(database, failed, done);
    };
    run_task(store.loop, after_forgotten_begin(store, next));
    CHECK(failed);
    CHECK_FALSE(done);
    CHECK(run_task(store.loop, count_of(store.database)) == 0);
}

TEST_CASE("a lock whose connection was lost has none for the next unit of its holder" *
          doctest::test_suite("postgres")) {
    Store store(one_connection());
    const auto scenario = [](Store& shop) -> Task<> {
        DatabaseLock lock(shop.database, {"key"});
        co_await lock.acquire();
        int refused = 0;
        for (int unit = 0; unit < 2; ++unit) {
            Db db(shop.database, Transaction::write, EventLoop::now() + 5s, &lock);
            try {
                co_await db.execute(unit == 0 ? end_myself : count);
            } catch (const DatabaseError& error) {
                CHECK(error.kind() == ErrorKind::unavailable);
                ++refused;
            }
        }
        CHECK(refused == 2);
    };
    run_task(store.loop, scenario(store));
    while (!store.database.problem().empty())
        run_task(store.loop,
                 [](EventLoop& loop) -> Task<> { co_await sleep(loop, 10ms); }(store.loop));
    run_task(store.loop, add_and_commit(store.database, 1));
    CHECK(run_task(store.loop, count_of(store.database)) == 1);
}

TEST_CASE("a unit can have another isolation than the database's" *
          doctest::test_suite("postgres")) {
    Store store;
    const auto grows = [](Database& database, TransactionOptions options) -> Task<bool> {
        Db db(database, options);
        const auto before = co_await db.scalar<std::int64_t>(count);
        co_await add_and_commit(database, before);
        co_return co_await db.scalar<std::int64_t>(count) > before;
    };
    CHECK_FALSE(run_task(store.loop, grows(store.database, Transaction::write)));
    CHECK(run_task(store.loop,
                   grows(store.database, {Transaction::write, Isolation::read_committed})));
    CHECK_FALSE(
        run_task(store.loop, grows(store.database, {Transaction::write, Isolation::serializable})));
}

TEST_CASE("a question without a deadline of its own is given up in time") {
    Store store;
    const auto ask = [](Database& database, const Statement& statement) -> Task<std::int64_t> {
        Db db(database, Transaction::read);
        co_return co_await in_time(db.scalar<std::int64_t>(statement), 100ms);
    };
    CHECK(run_task(store.loop, ask(store.database, count)) == 0);
    const DatabaseError error = error_of(store.loop, ask(store.database, spin));
    CHECK(error.kind() == ErrorKind::unavailable);
}

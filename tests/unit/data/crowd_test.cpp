// Many units that wait for few connections: in its full size with SOAK=1.
#include <doctest/doctest.h>

#include <unistd.h>

#include "orders.hpp"
#include "strata/loop/sleep.hpp"
#include "strata/loop/within.hpp"
#include "support/memory.hpp"

using namespace orders;
using namespace std::chrono_literals;

namespace {

auto crowd() -> int { return std::getenv("SOAK") != nullptr ? 10'000 : 500; }

struct Tally {
    int done = 0;
    int late = 0;
    int failed = 0;
};

auto ask(Database& database, std::int64_t number) -> Task<> {
    Db db(database, Transaction::snapshot);
    co_await db.optional(find, &read_order, std::int64_t{number});
    co_await db.scalar<std::int64_t>(count);
    co_await db.commit();
}

auto visitor(Database& database, std::int64_t number, std::chrono::nanoseconds limit, Tally& tally)
    -> Task<> {
    try {
        co_await within(limit, ask(database, number));
        ++tally.done;
    } catch (const Cancelled&) {
        ++tally.late;
    } catch (const std::exception& error) {
        MESSAGE(error.what());
        ++tally.failed;
    }
}

// Of this process, in KiB.
auto resident() -> std::int64_t { return tests::resident_bytes(getpid()) / 1024; }

auto play(Store& store, std::chrono::nanoseconds limit) -> Tally {
    Tally tally;
    TaskGroup group(store.loop);
    for (int i = 0; i < crowd(); ++i) group.spawn(visitor(store.database, i, limit, tally));
    store.loop.run();
    return tally;
}

}  // namespace

TEST_CASE("what waits and what is in use is counted") {
    for (const Transaction mode : {Transaction::write, Transaction::snapshot}) {
        DatabaseOptions options = test_options();
        options.connections = options.snapshots = 1;
        Store store(options);
        const auto now = [&store] { return store.database.statistics(); };
        const auto unit = [&now](Database& database, Transaction of) -> Task<> {
            Db db(database, of);
            co_await db.scalar<std::int64_t>(count);
            CHECK(now().in_use == 1);
            co_await sleep(database.loop(), 20ms);
            co_await db.commit();
        };
        CHECK(now().in_use == 0);
        TaskGroup group(store.loop);
        for (int i = 0; i < 3; ++i) group.spawn(unit(store.database, mode));
        store.loop.run();
        CHECK(now().waited == 2);
        CHECK(now().wait_time >= 60ms);
        CHECK(now().wait_time < 60s);
        CHECK(now().in_use == 0);
        CHECK(now().connections >= 2);
        run_task(store.loop, store.database.close());
        CHECK(now().connections == 0);
    }
}

TEST_CASE("whoever waits for one of few connections gets it, or is late; no memory stays behind") {
    DatabaseOptions options = test_options();
    options.connections = options.snapshots = 8;
    Store store(options);
    for (int i = 0; i < 3; ++i) {
        const Tally patient = play(store, 10min);
        CHECK(patient.done == crowd());
        CHECK(patient.failed == 0);
    }
    const Tally hasty = play(store, 5ms);
    CHECK(hasty.done + hasty.late == crowd());
    CHECK(hasty.failed == 0);
    CHECK(hasty.late > 0);
    const std::int64_t before = resident();
    for (int i = 0; i < 5; ++i) CHECK(play(store, 10min).done == crowd());
    if (!tests::keeps_freed_memory) CHECK(resident() - before < 4'096);
    MESSAGE(crowd() << " units on 8 connections: " << before << " KiB, then " << resident()
                    << " KiB; of the hasty " << hasty.late << " were late");
    CHECK(store.database.statistics().in_use == 0);
}

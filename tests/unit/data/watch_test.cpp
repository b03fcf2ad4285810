// What a developer is warned of.
#include <doctest/doctest.h>

#include <thread>

#include "orders.hpp"
#include "strata/log/capture.hpp"

using namespace orders;

namespace {

auto options_with(std::size_t repeats, std::chrono::milliseconds idle) -> DatabaseOptions {
    DatabaseOptions options = test_options();
    options.warn_repeats = repeats;
    options.warn_idle = idle;
    return options;
}

auto ask(Database& database, int times) -> Task<> {
    Db db(database, Transaction::read);
    for (int i = 0; i < times; ++i) co_await db.optional(find, &read_order, std::int64_t{i});
    co_await db.scalar<std::int64_t>(count);
}

// Blocks between two statements, or before the end, of a unit.
auto dawdle(Database& database, Transaction mode, bool at_end) -> Task<> {
    Db db(database, mode);
    co_await db.scalar<std::int64_t>(count);
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    if (!at_end) co_await db.optional(find, &read_order, std::int64_t{1});
    co_await db.commit();
}

constexpr const char* again = "a statement runs again and again";
constexpr const char* open = "a write unit was open, and did not use the database";

}  // namespace

TEST_CASE("a statement that runs more often than database.warnRepeats in one unit is told once") {
    Store store(options_with(3, {}));
    const log::Capture capture;
    run_task(store.loop, ask(store.database, 3));
    CHECK_FALSE(capture.contains(again));
    run_task(store.loop, ask(store.database, 9));
    REQUIRE(capture.lines().size() == 1);
    CHECK(capture.contains(again));
    CHECK(capture.contains("\"orders.find\""));
    CHECK(capture.contains("db/orders.sql:4"));
}

TEST_CASE("a write unit that is open and waits longer than database.warnIdle is told") {
    Store store(options_with(0, std::chrono::milliseconds(10)));
    for (const bool at_end : {false, true}) {
        const log::Capture capture;
        run_task(store.loop, dawdle(store.database, Transaction::write, at_end));
        CHECK(capture.contains(open));
        CHECK(capture.contains("\"orders.count\""));
        CHECK(capture.contains(at_end ? "the end of the unit" : "\"orders.find\""));
    }
    const log::Capture capture;
    run_task(store.loop, dawdle(store.database, Transaction::snapshot, false));
    CHECK_FALSE(capture.contains(open));
}

TEST_CASE("nobody is warned unless the configuration says so") {
    Store store;
    const log::Capture capture;
    run_task(store.loop, ask(store.database, 100));
    run_task(store.loop, dawdle(store.database, Transaction::write, false));
    CHECK(capture.lines().empty());
}

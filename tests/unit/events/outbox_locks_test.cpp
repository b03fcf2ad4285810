// Units that emit more events than one statement writes, over topics in opposite orders.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "events/outbox_statements.hpp"
#include "strata/data/database.hpp"
#include "strata/data/error.hpp"
#include "strata/events/outbox.hpp"
#include "strata/loop/run_task.hpp"
#include "strata/loop/task_group.hpp"
#include "support/postgres.hpp"

using namespace strata;
using namespace strata::events;

namespace {

auto options() -> data::DatabaseOptions {
    data::DatabaseOptions options;
    options.url = tests::postgres().url_of_new_schema();
    options.connections = 3;
    options.batch = 1;
    return options;
}

struct Store {
    Store() {
        const auto statements = Outbox::statements(true);
        run_task(loop, database.start({Outbox::script()}, {statements.begin(), statements.end()}));
    }
    Store(const Store&) = delete;
    auto operator=(const Store&) -> Store& = delete;
    ~Store() { run_task(loop, database.close()); }

    EventLoop loop{};
    data::Database database{options(), loop};
    EventsSettings settings{};
    Outbox outbox{{loop, database, nullptr, settings, {{"shop", "sold"}}, [this] { return now; }}};
    Timestamp now = *Timestamp::parse("2026-01-01T00:00:00Z");
};

auto events_of(const std::vector<std::string>& topics, std::uint8_t unit) -> std::vector<Event> {
    std::vector<Event> events;
    for (const std::string& topic : topics) {
        Event& event = events.emplace_back();
        Uuid::Bytes id{};
        id[0] = unit;
        id[1] = static_cast<std::uint8_t>(events.size());
        event.id = Uuid(id);
        event.topic = topic;
        event.module = "shop";
        event.name = "sold";
        event.data = "{}";
        event.emitted_at = *Timestamp::parse("2026-01-01T00:00:00Z");
    }
    return events;
}

auto write(Store& store, std::vector<Event> events) -> Task<> {
    Db db(store.database, data::Transaction::write);
    store.outbox.write(db, events);
    co_await db.commit();
    store.outbox.committed(events);
}

}  // namespace

TEST_CASE("units that write events of many topics in several statements never deadlock") {
    constexpr int rounds = 20;
    Store store;
    int failures = 0;
    store.loop.on_failure([&](const std::exception_ptr&, std::string_view) { ++failures; });
    TaskGroup group(store.loop);
    for (int round = 0; round < rounds; ++round) {
        const auto one = static_cast<std::uint8_t>(2 * round);
        const auto other = static_cast<std::uint8_t>(one + 1);
        group.spawn(write(store, events_of({"a", "b", "c", "a"}, one)));
        group.spawn(write(store, events_of({"c", "b", "a", "c"}, other)));
        store.loop.run();
        REQUIRE(failures == 0);
    }
    CHECK(store.outbox.written() == 8 * rounds);
    // Each unit's events stay in the order in which it emitted them.
    const auto kept = run_task(store.loop, store.outbox.load());
    REQUIRE(kept.size() == 8 * rounds);
    for (std::uint8_t unit = 0; unit < 2 * rounds; ++unit) {
        std::vector<std::uint8_t> order;
        for (const Event& event : kept)
            if (event.id.bytes()[0] == unit) order.push_back(event.id.bytes()[1]);
        CHECK(order == std::vector<std::uint8_t>{1, 2, 3, 4});
    }
}

// Store's start has just checked them against the server.
TEST_CASE("every statement of the outbox is among those that the start checks") {
    const Store store;
    const auto shared = Outbox::statements(true);
    for (const data::Statement* statement : {&outbox::lock, &outbox::insert, &outbox::tail,
                                             &outbox::newest, &outbox::sweep, &outbox::notify})
        CHECK_MESSAGE(std::ranges::count(shared, statement) == 1, statement->name);
    for (const data::Statement* statement : Outbox::statements(false))
        CHECK_FALSE_MESSAGE(statement->sqlite.empty(), statement->name);
}

TEST_CASE("an outbox whose table was changed under the service refuses the start") {
    EventLoop loop;
    const data::DatabaseOptions same = options();
    const auto start = [&] {
        data::Database database(same, loop);
        const auto statements = Outbox::statements(true);
        run_task(loop, database.start({Outbox::script()}, {statements.begin(), statements.end()}));
        run_task(loop, database.close());
    };
    start();
    {
        static constexpr data::Statement change{
            .name = "test.change",
            .postgres = "ALTER TABLE strata_outbox DROP COLUMN horizon",
            .source = "outbox_locks_test.cpp",
            .writes = true};
        data::Database database(same, loop);
        run_task(loop, database.start({Outbox::script()}, {}));
        const auto alter = [](data::Database& altered) -> Task<> {
            Db db(altered, data::Transaction::write);
            co_await db.execute(change);
            co_await db.commit();
        };
        run_task(loop, alter(database));
        run_task(loop, database.close());
    }
    CHECK_THROWS_WITH_AS(start(), doctest::Contains("strata_outbox."), data::DatabaseError);
}

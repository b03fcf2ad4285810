// The unit of work of a call: what is committed, what is rolled back, and when events are
// delivered.
#include <doctest/doctest.h>

#include "shop.hpp"
#include "strata/data/error.hpp"
#include "world.hpp"

using namespace strata;
using namespace world;
using shop::Acting;
using shop::Item;

namespace {

auto in(data::Transaction mode) -> std::vector<contract::Method> {
    auto method = shop::method();
    method.transaction = mode;
    return {method};
}

auto call(World& world) -> std::string {
    Exchange exchange(world.method());
    world.run(exchange);
    return exchange.code();
}

}  // namespace

TEST_CASE("a value commits, and only then its events are delivered") {
    World world(in(Transaction::write));
    std::vector<std::string> seen;
    auto subscription = world.bus.subscribe("room/1", [&](const events::Event& event) {
        seen.push_back(std::string(event.module) + "." + std::string(event.name) + event.data);
    });
    shop::behaviour = [&](Context& context, Item item) -> Acting {
        context.emit(Topic("room", "1"), shop::Sold(item));
        co_await context.db().execute(add_note, item.name);
        CHECK(seen.empty());
        co_return item;
    };
    CHECK(call(world) == "ok");
    CHECK(seen == std::vector<std::string>{R"(shop.sold{"name":"a","count":1})"});
    CHECK(world.number(count_notes) == 1);
}

TEST_CASE("a declared error rolls back, and its events never happened") {
    World world(in(Transaction::write));
    shop::behaviour = [](Context& context, Item item) -> Acting {
        co_await context.db().execute(add_note, item.name);
        context.emit(Topic("room", "1"), shop::Sold(item));
        co_return shop::sold_out{};
    };
    CHECK(call(world) == "sold_out");
    CHECK(world.number(count_notes) == 0);
    CHECK(world.bus.published() == 0);
}

TEST_CASE("an exception rolls back") {
    World world(in(Transaction::write));
    shop::behaviour = [](Context& context, Item item) -> Acting {
        co_await context.db().execute(add_note, item.name);
        throw std::runtime_error("late");
        co_return item;
    };
    CHECK(call(world) == "internal_error");
    CHECK(world.number(count_notes) == 0);
}

TEST_CASE("a method that only reads can't write") {
    World world(in(Transaction::read));
    shop::behaviour = [](Context& context, Item item) -> Acting {
        co_await context.db().execute(add_note, item.name);
        co_return item;
    };
    CHECK(call(world) == "internal_error");
    CHECK(world.number(count_notes) == 0);
}

TEST_CASE("a serialization failure runs the handler again, three times in all") {
    World world(in(Transaction::write));
    int runs = 0;
    int failures = 2;
    shop::behaviour = [&](Context& context, Item item) -> Acting {
        ++runs;
        context.emit(Topic("room", "1"), shop::Sold(item));
        co_await context.db().execute(add_note, item.name);
        if (runs <= failures) throw data::DatabaseError(data::ErrorKind::conflict, "again");
        co_return item;
    };
    CHECK(call(world) == "ok");
    CHECK(runs == 3);
    CHECK(world.number(count_notes) == 1);
    CHECK(world.bus.published() == 1);
    CHECK(world.dispatcher->statistics(*world.method()).retries == 2);

    runs = 0;
    failures = 9;
    Exchange exchange(world.method(), R"({"name":"b"})");
    world.run(exchange);
    CHECK(runs == 3);
    CHECK(exchange.code() == "database_busy");
}

TEST_CASE("with `transaction: none` the handler opens its own units") {
    World world(in(Transaction::none));
    shop::behaviour = [](Context& context, Item item) -> Acting {
        auto write = [&](Db& db) -> Task<std::int64_t> {
            context.emit(Topic("room", "1"), shop::Sold(item));
            co_return co_await db.execute(add_note, item.name);
        };
        CHECK(co_await context.transaction(Transaction::write, write) == 1);
        auto refuse = [&](Db& db) -> Acting {
            co_await db.execute(add_note, std::string("never"));
            context.emit(Topic("room", "1"), shop::Sold(item));
            co_return shop::sold_out{};
        };
        auto refused = co_await context.transaction(Transaction::write, refuse);
        CHECK(refused.failed_with<shop::sold_out>());
        auto nothing = [&](Db& db) -> Task<> {
            static_cast<void>(co_await db.scalar<std::int64_t>(count_notes));
        };
        co_await context.transaction(Transaction::read, nothing);
        co_return item;
    };
    CHECK(call(world) == "ok");
    CHECK(world.number(count_notes) == 1);
    CHECK(world.bus.published() == 1);
}

TEST_CASE("a unit of its own runs again after a serialization failure") {
    World world(in(Transaction::none));
    int runs = 0;
    shop::behaviour = [&](Context& context, Item item) -> Acting {
        auto write = [&](Db& db) -> Task<std::int64_t> {
            auto changed = co_await db.execute(add_note, item.name);
            if (++runs < 3) throw data::DatabaseError(data::ErrorKind::conflict, "again");
            co_return changed;
        };
        co_await context.transaction(Transaction::write, write);
        co_return item;
    };
    CHECK(call(world) == "ok");
    CHECK(runs == 3);
    CHECK(world.number(count_notes) == 1);
}

TEST_CASE("units of work do not nest, and need `transaction: none`") {
    shop::behaviour = [](Context& context, Item item) -> Acting {
        auto inner = [&](Db& db) { return db.scalar<std::int64_t>(count_notes); };
        auto outer = [&](Db&) -> Task<std::int64_t> {
            co_return co_await context.transaction(Transaction::read, inner);
        };
        co_await context.transaction(Transaction::read, outer);
        co_return item;
    };
    World none(in(Transaction::none));
    CHECK(call(none) == "internal_error");
    World write(in(Transaction::write));
    CHECK(call(write) == "internal_error");
}

TEST_CASE("time increases strictly, ids too, and both come from the ports") {
    World world(in(Transaction::none));
    shop::behaviour = [](Context& context, Item item) -> Acting {
        const auto first = context.now();
        CHECK(first.to_string().starts_with("2026-01-01T00:00:00"));
        CHECK(context.now() > first);
        const auto id = context.new_id();
        CHECK(context.new_id() > id);
        CHECK(context.request_id() == "request-1");
        CHECK(context.time_left() <= std::chrono::seconds(30));
        co_return item;
    };
    CHECK(call(world) == "ok");
}

TEST_CASE("a service without a database says so to a handler that wants it") {
    Settings settings;
    settings.database = false;
    World world(in(Transaction::write), settings);
    shop::behaviour = [](Context& context, Item item) -> Acting {
        co_await context.db().execute(add_note, item.name);
        co_return item;
    };
    CHECK(call(world) == "internal_error");
    auto keyed = shop::method();
    keyed.idempotency_key = true;
    CHECK_THROWS_AS(World({keyed}, settings), std::logic_error);
}

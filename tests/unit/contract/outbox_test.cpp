// What a call emits is written where its unit of work is, and only there.
#include <doctest/doctest.h>

#include "shop.hpp"
#include "strata/security/ids.hpp"
#include "world.hpp"

using namespace strata;
using namespace world;
using namespace std::chrono_literals;
using shop::Acting;
using shop::Item;

namespace {

constexpr data::Statement count_rows{.name = "outbox.count",
                                     .sqlite = "SELECT count(*) AS number FROM strata_outbox",
                                     .source = "outbox_test.cpp",
                                     .columns = number_column};

auto with_events(Transaction mode = Transaction::write) -> std::vector<contract::Method> {
    auto method = shop::method();
    method.transaction = mode;
    return {method};
}

auto settings() -> Settings {
    Settings settings;
    settings.declared_events.push_back({.module = "shop", .name = "sold"});
    return settings;
}

auto emit_one(Context& context, Item item) -> Acting {
    context.emit(Topic("item/1"), shop::Sold(item));
    co_return item;
}

auto emit_and_fail(Context& context, Item item) -> Acting {
    co_await context.db().execute(add_note, std::string("gone"));
    context.emit(Topic("item/1"), shop::Sold(item));
    co_return shop::sold_out{};
}

void act(World& world) {
    Exchange exchange(world.method());
    exchange.as(ann);
    world.run(exchange);
    CHECK((exchange.code() == "ok" || exchange.code() == "sold_out"));
}

struct Heard {
    explicit Heard(World& world)
        : subscription(world.bus.subscribe(
              "item/1", [this](const auto& event) { ids.push_back(event.id); })) {}
    std::vector<Uuid> ids{};
    events::Subscription subscription;
};

}  // namespace

TEST_CASE("an event is a row of the outbox, whatever the unit of work, and is published once") {
    for (const auto mode : {Transaction::write, Transaction::read, Transaction::none}) {
        World world(with_events(mode), settings());
        Heard heard(world);
        shop::behaviour = emit_one;
        act(world);
        act(world);
        CHECK(world.number(count_rows) == 2);
        CHECK(heard.ids.size() == 2);
        const auto kept = run_task(world.loop, world.dispatcher->outbox()->load());
        REQUIRE(kept.size() == 2);
        CHECK(kept[0].id == heard.ids[0]);
        CHECK(kept[1].id == heard.ids[1]);
        CHECK(kept[0].topic == "item/1");
        CHECK(kept[0].name == "sold");
        CHECK(kept[0].data == R"({"name":"a","count":1})");
    }
}

TEST_CASE("a unit of context.transaction() writes what it emits, and a refused one nothing") {
    World world(with_events(Transaction::none), settings());
    Heard heard(world);
    shop::behaviour = [](Context& context, Item item) -> Acting {
        co_await context.transaction(Transaction::write, [&](Db& db) -> Task<> {
            co_await db.execute(add_note, std::string("kept"));
            context.emit(Topic("item/1"), shop::Sold(item));
        });
        try {
            co_await context.transaction(Transaction::write, [&](Db& db) -> Task<> {
                co_await db.execute(add_note, std::string("gone"));
                context.emit(Topic("item/1"), shop::Sold(item));
                throw std::runtime_error("no");
            });
        } catch (const std::runtime_error&) {
        }
        co_return item;
    };
    act(world);
    CHECK(world.number(count_notes) == 1);
    CHECK(world.number(count_rows) == 1);
    CHECK(heard.ids.size() == 1);
}

TEST_CASE("what is rolled back leaves no event, and where nothing is kept nothing is written") {
    World world(with_events(), settings());
    Heard heard(world);
    shop::behaviour = emit_and_fail;
    act(world);
    CHECK(world.number(count_rows) == 0);
    CHECK(heard.ids.empty());
    Settings none = settings();
    none.events.retention = 0s;
    World forgetful(with_events(), none);
    Heard there(forgetful);
    shop::behaviour = emit_one;
    const auto before = forgetful.database->statistics().statements;
    act(forgetful);
    CHECK(forgetful.database->statistics().statements == before);
    CHECK(there.ids.size() == 1);
}

TEST_CASE("a call that emits nothing costs no statement more") {
    World with(with_events(), settings());
    World without(with_events());
    shop::behaviour = [](Context& context, Item item) -> Acting {
        co_await context.db().execute(add_note, std::string("one"));
        co_return item;
    };
    act(with);
    act(without);
    CHECK(without.dispatcher->outbox() == nullptr);
    CHECK(with.database->statistics().statements == without.database->statistics().statements);
}

TEST_CASE("events.retention: older rows are swept; events.retained: so many are taken") {
    World world(with_events(), settings());
    shop::behaviour = emit_one;
    for (int i = 0; i < 3; ++i) act(world);
    events::Outbox& outbox = *world.dispatcher->outbox();
    world.clock.advance(119s);
    act(world);
    CHECK(run_task(world.loop, outbox.sweep()) == 0);
    world.clock.advance(2s);
    CHECK(run_task(world.loop, outbox.load()).size() == 1);
    CHECK(run_task(world.loop, outbox.sweep()) == 3);
    CHECK(world.number(count_rows) == 1);
}

TEST_CASE("an event that another version of the service wrote is left alone") {
    World world(with_events(), settings());
    shop::behaviour = emit_one;
    act(world);
    const events::EventsSettings kept;
    events::Outbox other({world.loop, *world.database, nullptr, kept, {{"shop", "bought"}}, [&] {
                              return world.clock.now();
                          }});
    CHECK(run_task(world.loop, other.load()).empty());
}

TEST_CASE("what belongs to no call is written, then published, all that came meanwhile together") {
    World world(with_events(), settings());
    Heard heard(world);
    events::Outbox& outbox = *world.dispatcher->outbox();
    for (int i = 0; i < 3; ++i) {
        events::Event event;
        event.id = world.dispatcher->ids().next();
        event.topic = "item/1";
        event.module = "shop";
        event.name = "sold";
        event.data = "{}";
        event.emitted_at = world.clock.now();
        outbox.post(std::move(event));
    }
    CHECK(heard.ids.empty());
    CHECK(outbox.backlog() == 3);
    run_task(world.loop, outbox.stop());
    CHECK(heard.ids.size() == 3);
    CHECK(outbox.backlog() == 0);
    CHECK(outbox.written() == 3);
    CHECK(world.number(count_rows) == 3);
    // The first at once, in a unit of work; those that came meanwhile together in the next.
    CHECK(world.database->statistics().commits == 2);
}

// Idempotency keys: one execution, whatever the number of calls.
#include <doctest/doctest.h>

#include "shop.hpp"
#include "world.hpp"

using namespace strata;
using namespace world;
using shop::Acting;
using shop::Item;

namespace {

auto keyed(Transaction mode = Transaction::write) -> std::vector<contract::Method> {
    auto method = shop::method();
    method.idempotency_key = true;
    method.transaction = mode;
    method.status = 201;
    return {method};
}

auto note(Context& context, Item item) -> Acting {
    co_await context.db().execute(add_note, context.new_id().to_string());
    co_return item;
}

struct Answer {
    std::string code;
    int status;
    std::string out;
    bool replayed;
};

auto call(World& world, std::optional<std::string_view> key, std::string parameters = "{}",
          const Caller* who = &ann) -> Answer {
    Exchange exchange(world.method(), std::move(parameters));
    exchange.call.caller = who;
    exchange.call.idempotency_key = key;
    world.run(exchange);
    return {exchange.code(), exchange.reply.status, exchange.out, exchange.reply.replayed};
}

}  // namespace

TEST_CASE("a key's second call gets the first one's answer and runs nothing") {
    World world(keyed());
    shop::behaviour = note;
    const auto first = call(world, "k1");
    const auto second = call(world, "k1");
    CHECK(first.code == "ok");
    CHECK_FALSE(first.replayed);
    CHECK(second.replayed);
    CHECK(second.status == 201);
    CHECK(second.out == first.out);
    CHECK(world.number(count_notes) == 1);
    CHECK(world.dispatcher->statistics(*world.method()).replays == 1);
}

TEST_CASE("keys belong to their account") {
    World world(keyed());
    shop::behaviour = note;
    static_cast<void>(call(world, "k1", "{}", &ann));
    CHECK_FALSE(call(world, "k1", "{}", &bob).replayed);
    CHECK(world.number(count_notes) == 2);
}

TEST_CASE("a key with other parameters is 422") {
    World world(keyed());
    shop::behaviour = note;
    static_cast<void>(call(world, "k1"));
    const auto other = call(world, "k1", R"({"count":2})");
    CHECK(other.status == 422);
    CHECK(other.code == "idempotency_key_reused");
}

TEST_CASE("a key that is no key is 400") {
    World world(keyed());
    shop::behaviour = note;
    CHECK(call(world, "with space").code == "invalid_idempotency_key");
    CHECK(call(world, "").code == "invalid_idempotency_key");
    CHECK(call(world, std::string(256, 'k')).status == 400);
    CHECK(call(world, std::string(255, 'k')).code == "ok");
}

TEST_CASE("while a call holds its key another one is 409") {
    World world(keyed());
    AsyncEvent go;
    shop::behaviour = [&](Context&, Item item) -> Acting {
        co_await go.wait();
        co_return item;
    };
    Exchange first(world.method());
    Exchange second(world.method());
    first.call.idempotency_key = second.call.idempotency_key = "k1";
    CancelScope scope(world.loop);
    world.begin(first, scope);
    world.begin(second, scope);
    CHECK(second.reply.status == 409);
    CHECK(second.code() == "idempotency_key_in_use");
    go.set();
    world.loop.run();
    CHECK(first.code() == "ok");
    CHECK(call(world, "k1", "{}", nullptr).replayed);
}

TEST_CASE("a declared error is not stored: the call runs again") {
    World world(keyed());
    shop::behaviour = [](Context&, Item) -> Acting { co_return shop::sold_out{}; };
    CHECK(call(world, "k1").code == "sold_out");
    shop::behaviour = note;
    const auto again = call(world, "k1");
    CHECK(again.code == "ok");
    CHECK_FALSE(again.replayed);
}

TEST_CASE("an answer is kept for limits.idempotency.retention, then swept") {
    auto settings = Settings();
    settings.limits.idempotency_retention = std::chrono::seconds(60);
    World world(keyed(), settings);
    shop::behaviour = note;
    static_cast<void>(call(world, "k1"));
    world.clock.advance(std::chrono::seconds(61));
    CHECK_FALSE(call(world, "k1").replayed);
    CHECK(call(world, "k1").replayed);
    world.clock.advance(std::chrono::seconds(61));
    run_task(world.loop, world.dispatcher->sweep());
    static constexpr data::Column columns[] = {{"number", data::Type::integer}};
    static constexpr data::Statement count{
        "count", "SELECT count(*) AS number FROM strata_idempotency", "", "here", {}, columns,
        false};
    CHECK(world.number(count) == 0);
}

TEST_CASE("a method that writes no unit of its own has its answer stored too") {
    for (const auto mode : {Transaction::none, Transaction::read}) {
        World world(keyed(mode));
        shop::behaviour = shop::echo;
        static_cast<void>(call(world, "k1"));
        CHECK(call(world, "k1").replayed);
    }
}

TEST_CASE("without a key the contract's idempotency asks nothing") {
    World world(keyed());
    shop::behaviour = note;
    CHECK(call(world, std::nullopt).code == "ok");
    CHECK(call(world, std::nullopt).code == "ok");
    CHECK(world.number(count_notes) == 2);
}

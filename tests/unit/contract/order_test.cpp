// The order of a call's steps: what comes first decides the answer.
#include <doctest/doctest.h>

#include "shop.hpp"
#include "strata/security/rate_limiter.hpp"
#include "world.hpp"

using namespace strata;
using namespace world;
using namespace std::chrono_literals;
using shop::Acting;
using shop::Item;

namespace {

auto forever(Context& context, Item item) -> Acting {
    co_await context.sleep(1h);
    co_return item;
}

}  // namespace

TEST_CASE("parameters are refused before the queue, whether or not it is full") {
    auto method = shop::method();
    method.queue = {1, 0, 1h};
    World world({method});
    shop::behaviour = forever;
    Exchange holder(world.method());
    Exchange invalid(world.method(), R"({"count":-1})");
    CancelScope scope(world.loop);
    world.begin(holder, scope);
    world.begin(invalid, scope);
    CHECK(invalid.code() == "invalid_parameters");
    scope.cancel(CancelReason::shutdown);
    world.loop.run();
}

TEST_CASE("an idempotency key is claimed before the lock is waited for") {
    auto method = shop::method();
    method.idempotency_key = true;
    method.run = &contract::run<&shop::act, &shop::lock_keys>;
    World world({method});
    shop::behaviour = forever;
    Exchange holder(world.method());
    Exchange same_key(world.method());
    holder.call.idempotency_key = same_key.call.idempotency_key = "k1";
    CancelScope scope(world.loop);
    world.begin(holder, scope);
    world.begin(same_key, scope);
    CHECK(same_key.code() == "idempotency_key_in_use");
    scope.cancel(CancelReason::shutdown);
    world.loop.run();
    CHECK(world.dispatcher->in_flight() == 0);
}

TEST_CASE("an account's rate is counted after access: who may not call spends nothing") {
    static constexpr std::string_view staff[] = {"staff"};
    auto method = shop::method();
    method.access = {contract::AccessKind::group, staff};
    method.rate_limit = {1, 60s, contract::RatePer::account};
    World world({method});
    shop::behaviour = shop::echo;
    for (int i = 0; i < 3; ++i) {
        Exchange denied(world.method());
        world.run(denied.as(bob));
        CHECK(denied.reply.status == 403);
    }
    CHECK(world.dispatcher->rate_limiter().size() == 0);
}

TEST_CASE("invalid parameters have spent a token of the rate") {
    auto method = shop::method();
    method.rate_limit = {1, 60s, contract::RatePer::ip};
    World world({method});
    shop::behaviour = shop::echo;
    Exchange invalid(world.method(), "[]");
    Exchange valid(world.method());
    world.run(invalid);
    world.run(valid);
    CHECK(invalid.reply.status == 422);
    CHECK(valid.reply.status == 429);
}

TEST_CASE("a deadline ends the wait for the caller's session") {
    auto method = shop::method();
    method.timeout = 1ms;
    World world({method});
    bool ran = false;
    shop::behaviour = [&](Context&, Item item) -> Acting {
        ran = true;
        co_return item;
    };
    Exchange exchange(world.method());
    exchange.call.token = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    CancelScope scope(world.loop);
    world.begin(exchange, scope);
    REQUIRE_FALSE(world.ended(0));
    CHECK(world.dispatcher->calls_in_flight().at(0).stage == "session");
    world.dispatcher->cut(CancelReason::deadline);
    world.loop.run();
    CHECK(exchange.reply.status == 504);
    CHECK_FALSE(ran);
}

TEST_CASE("expired answers are swept when the Dispatcher starts") {
    static constexpr data::Column columns[] = {{"number", data::Type::integer}};
    static constexpr data::Statement count{
        "count", "SELECT count(*) AS number FROM strata_idempotency", "", "here", {}, columns,
        false};
    auto method = shop::method();
    method.idempotency_key = true;
    World world({method});
    shop::behaviour = shop::echo;
    Exchange exchange(world.method());
    exchange.call.idempotency_key = "k1";
    world.run(exchange);
    CHECK(world.number(count) == 1);
    world.clock.advance(world.settings.limits.idempotency_retention);
    world.dispatcher->start();
    world.loop.run();
    CHECK(world.number(count) == 0);
    run_task(world.loop, world.dispatcher->stop());
}

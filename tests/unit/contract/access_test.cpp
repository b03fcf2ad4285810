// Who may call, and how often.
#include <doctest/doctest.h>

#include "shop.hpp"
#include "world.hpp"

using namespace strata;
using namespace world;
using contract::AccessKind;
using shop::Acting;
using shop::Item;

namespace {

constexpr std::string_view staff[] = {"staff", "admins"};
constexpr std::string_view ann_only[] = {"ann"};

auto guarded(AccessKind kind, std::span<const std::string_view> names = {})
    -> std::vector<contract::Method> {
    auto method = shop::method();
    method.access = {kind, names};
    shop::behaviour = shop::echo;
    return {method};
}

auto status_for(World& world, const Caller* who) -> int {
    Exchange exchange(world.method());
    exchange.call.caller = who;
    world.run(exchange);
    return exchange.reply.status;
}

auto status_from(World& world, std::string_view peer, const Caller* who = nullptr) -> int {
    Exchange exchange(world.method());
    exchange.call.peer = peer;
    exchange.call.caller = who;
    world.run(exchange);
    return exchange.reply.status;
}

}  // namespace

TEST_CASE("an authenticated method refuses who has no session") {
    World world(guarded(AccessKind::authenticated));
    CHECK(status_for(world, nullptr) == 401);
    CHECK(status_for(world, &bob) == 200);
}

TEST_CASE("a token that nobody has is no session") {
    World world(guarded(AccessKind::authenticated));
    Exchange exchange(world.method());
    exchange.call.token = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    world.run(exchange);
    CHECK(exchange.code() == "unauthenticated");
    exchange.call.token = "not a token";
    world.run(exchange);
    CHECK(exchange.reply.status == 401);
}

TEST_CASE("a public method lets everyone in, with a stale token too") {
    World world(guarded(AccessKind::anyone));
    Exchange exchange(world.method());
    exchange.call.token = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    world.run(exchange);
    CHECK(exchange.code() == "ok");
}

TEST_CASE("a group's method refuses others") {
    World world(guarded(AccessKind::group, staff));
    CHECK(status_for(world, nullptr) == 401);
    CHECK(status_for(world, &bob) == 403);
    CHECK(status_for(world, &ann) == 200);
}

TEST_CASE("a login's method refuses others") {
    World world(guarded(AccessKind::login, ann_only));
    CHECK(status_for(world, nullptr) == 401);
    CHECK(status_for(world, &bob) == 403);
    CHECK(status_for(world, &ann) == 200);
}

TEST_CASE("an internal method refuses every wire, and is called from inside") {
    World world(guarded(AccessKind::internal));
    CHECK(status_for(world, nullptr) == 403);
    CHECK(status_for(world, &ann) == 403);
    Exchange exchange(world.method());
    exchange.call.internal = true;
    world.run(exchange);
    CHECK(exchange.code() == "ok");
}

TEST_CASE("access is decided before the parameters are looked at") {
    World world(guarded(AccessKind::authenticated));
    Exchange exchange(world.method(), "not json");
    world.run(exchange);
    CHECK(exchange.reply.status == 401);
}

TEST_CASE("a rate per ip is refused before the session, and refilled") {
    auto methods = guarded(AccessKind::authenticated);
    methods[0].rate_limit = {2, std::chrono::seconds(60), contract::RatePer::ip};
    World world(methods);
    CHECK(status_from(world, "192.0.2.1") == 401);
    CHECK(status_from(world, "192.0.2.1") == 401);
    Exchange exchange(world.method());
    world.run(exchange);
    CHECK(exchange.code() == "too_many_requests");
    CHECK(exchange.reply.retry_after == std::chrono::seconds(30));
    CHECK(exchange.reply.rate_limit == "\"act\";r=0;t=60");
    CHECK(status_from(world, "192.0.2.2") == 401);
    world.clock.advance(std::chrono::seconds(30));
    CHECK(status_from(world, "192.0.2.1") == 401);
}

TEST_CASE("a rate per account counts each account, and its allowance is told") {
    auto methods = guarded(AccessKind::authenticated);
    methods[0].rate_limit = {1, std::chrono::seconds(60), contract::RatePer::account};
    World world(methods);
    Exchange exchange(world.method());
    world.run(exchange.as(ann));
    CHECK(exchange.reply.rate_limit == "\"act\";r=0;t=60");
    CHECK(status_for(world, &ann) == 429);
    CHECK(status_for(world, &bob) == 200);
}

TEST_CASE("a rate per account of a public method counts strangers by address") {
    auto methods = guarded(AccessKind::anyone);
    methods[0].rate_limit = {1, std::chrono::seconds(60), contract::RatePer::account};
    World world(methods);
    CHECK(status_from(world, "192.0.2.1") == 200);
    CHECK(status_from(world, "192.0.2.1") == 429);
    CHECK(status_from(world, "192.0.2.2") == 200);
}

TEST_CASE("limits.rate.perIp holds over all methods") {
    shop::behaviour = shop::echo;
    Settings settings;
    settings.limits.rate_per_ip = 2;
    settings.limits.rate_window = std::chrono::seconds(10);
    World world({shop::method("act"), shop::method("other")}, settings);
    Exchange first(world.method("act"));
    Exchange second(world.method("other"));
    Exchange third(world.method("act"));
    world.run(first);
    world.run(second);
    world.run(third);
    CHECK(second.code() == "ok");
    CHECK(third.reply.status == 429);
    CHECK(third.reply.retry_after == std::chrono::seconds(5));
}

TEST_CASE("security.rateBuckets is how many clients' rates are remembered") {
    shop::behaviour = shop::echo;
    Settings settings;
    settings.limits.rate_per_ip = 1;
    settings.security.rate_buckets = 1;
    World world({shop::method()}, settings);
    const auto status_for = [&](std::string_view peer) {
        Exchange exchange(world.method());
        exchange.call.peer = peer;
        world.run(exchange);
        return exchange.reply.status;
    };
    CHECK(status_for("192.0.2.1") == 200);
    CHECK(status_for("192.0.2.1") == 429);
    CHECK(status_for("192.0.2.2") == 200);  // and takes the only bucket
    CHECK(status_for("192.0.2.1") == 200);
}

TEST_CASE("methods are found by module, version and name") {
    auto first = shop::method();
    auto second = shop::method();
    second.version = 2;
    auto old = shop::method("old");
    World world({first, second, old}, Settings{});
    auto& dispatcher = *world.dispatcher;
    CHECK(dispatcher.find("shop", "act")->version == 2);
    CHECK(dispatcher.find("shop.1", "act")->version == 1);
    CHECK(dispatcher.find("shop.2", "act")->version == 2);
    CHECK(dispatcher.find("shop.1", "old") != nullptr);
    CHECK(dispatcher.find("shop", "old") == nullptr);
    CHECK(dispatcher.find("shop.3", "act") == nullptr);
    CHECK(dispatcher.find("shop.01", "act") == nullptr);
    CHECK(dispatcher.find("shop.", "act") == nullptr);
    CHECK_THROWS_AS(contract::Catalog(std::vector{first, first}), std::logic_error);
}

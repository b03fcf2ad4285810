// Sessions as handlers start and end them, and as the next call knows them.
#include <doctest/doctest.h>

#include "shop.hpp"
#include "world.hpp"

using namespace strata;
using namespace world;
using shop::Acting;
using shop::Item;

namespace {

// "in" signs in as ann, "who" says who calls, "out" signs out; each in a unit of work of the
// contract's.
auto methods() -> std::vector<contract::Method> {
    auto in = shop::method("in");
    auto who = shop::method("who");
    auto out = shop::method("out");
    in.transaction = out.transaction = Transaction::write;
    who.access.kind = out.access.kind = contract::AccessKind::authenticated;
    return {in, who, out};
}

auto sign_in(Context& context, Item item) -> Acting {
    auto token = co_await context.sessions().start(ann.id, ann.login, ann.groups);
    if (item.name == "fail") co_return shop::sold_out{};
    co_return Item(std::move(token), 0);
}

auto who_calls(Context& context, Item /*item*/) -> Acting {
    co_return Item(context.caller().login,
                   static_cast<std::int64_t>(context.caller().groups.size()));
}

auto sign_out(Context& context, Item item) -> Acting {
    co_await context.sessions().end();
    co_return item;
}

auto start(World& world, std::string_view token = {}) -> std::string {
    shop::behaviour = sign_in;
    Exchange exchange(world.method("in"));
    exchange.call.token = token;
    world.run(exchange);
    REQUIRE(exchange.reply.session);
    return exchange.reply.session->token;
}

auto who(World& world, std::string_view token) -> std::string {
    shop::behaviour = who_calls;
    Exchange exchange(world.method("who"));
    exchange.call.token = token;
    world.run(exchange);
    return exchange.reply.problem ? exchange.code() : exchange.out;
}

constexpr std::string_view is_ann = R"({"name":"ann","count":1})";

}  // namespace

TEST_CASE("a session's token is its caller's, on the database and in memory") {
    for (const bool database : {true, false}) {
        Settings settings;
        settings.database = database;
        World world(methods(), settings);
        const auto token = start(world);
        CHECK(token.size() == security::token_size);
        CHECK(who(world, token) == is_ann);
        CHECK(who(world, token.substr(1) + "A") == "unauthenticated");
    }
}

TEST_CASE("a sign-in that did not commit made no session") {
    World world(methods());
    shop::behaviour = sign_in;
    Exchange exchange(world.method("in"), R"({"name":"fail"})");
    world.run(exchange);
    CHECK(exchange.code() == "sold_out");
    CHECK_FALSE(exchange.reply.session);
    CHECK(world.number(count_sessions) == 0);
    CHECK(world.dispatcher->sessions().in_memory() == 0);
}

TEST_CASE("signing out ends the session at once") {
    World world(methods());
    const auto token = start(world);
    CHECK(who(world, token) == is_ann);
    shop::behaviour = sign_out;
    Exchange exchange(world.method("out"));
    exchange.call.token = token;
    world.run(exchange);
    REQUIRE(exchange.reply.session);
    CHECK(exchange.reply.session->token.empty());
    CHECK(who(world, token) == "unauthenticated");
    CHECK(world.number(count_sessions) == 0);
}

TEST_CASE("a sign-in ends the session that it was called with") {
    World world(methods());
    const auto first = start(world);
    const auto second = start(world, first);
    CHECK(who(world, first) == "unauthenticated");
    CHECK(who(world, second) == is_ann);
    CHECK(world.number(count_sessions) == 1);
}

TEST_CASE("with `transaction: none` a session is written in the unit that is passed") {
    World world(methods());
    shop::behaviour = [](Context& context, Item) -> Acting {
        auto begin = [&](Db& db) { return context.sessions().start(db, ann.id, ann.login); };
        auto token = co_await context.transaction(Transaction::write, begin);
        co_return Item(std::move(token), 0);
    };
    auto method = shop::method();
    World none({method});
    Exchange exchange(none.method());
    none.run(exchange);
    CHECK(exchange.code() == "ok");
    REQUIRE(exchange.reply.session);
    CHECK(exchange.out.contains(exchange.reply.session->token));
    CHECK(none.number(count_sessions) == 1);
}

TEST_CASE("all sessions of an account end together, and their groups change") {
    World world(methods());
    const auto token = start(world);
    const auto other = start(world);
    shop::behaviour = [](Context& context, Item item) -> Acting {
        co_await context.sessions().set_groups(ann.id, {});
        co_return item;
    };
    Exchange regroup(world.method("out"));
    regroup.call.token = token;
    world.run(regroup);
    CHECK(who(world, other) == R"({"name":"ann","count":0})");
    shop::behaviour = [](Context& context, Item item) -> Acting {
        co_await context.sessions().end_all(ann.id);
        co_return item;
    };
    Exchange all(world.method("out"));
    all.call.token = token;
    world.run(all);
    CHECK(who(world, token) == "unauthenticated");
    CHECK(who(world, other) == "unauthenticated");
}

TEST_CASE("a token is not kept as an idempotent answer") {
    auto method = shop::method();
    method.transaction = Transaction::write;
    method.idempotency_key = true;
    World world({method});
    shop::behaviour = sign_in;
    Exchange exchange(world.method());
    world.run(exchange);
    CHECK(exchange.code() == "internal_error");
    CHECK(world.number(count_sessions) == 0);
}

TEST_CASE("a handler hashes and verifies passwords") {
    World world(methods());
    shop::behaviour = [](Context& context, Item item) -> Acting {
        auto hash = co_await context.passwords().hash("correct horse");
        CHECK(hash.starts_with("$argon2id$"));
        CHECK(co_await context.passwords().verify(hash, "correct horse"));
        CHECK_FALSE(co_await context.passwords().verify(hash, "battery staple"));
        CHECK_FALSE(co_await context.passwords().verify("", "correct horse"));
        co_return item;
    };
    Exchange exchange(world.method("in"));
    world.run(exchange);
    CHECK(exchange.code() == "ok");
}

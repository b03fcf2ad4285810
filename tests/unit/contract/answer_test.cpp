// What a call is answered with: values, declared errors, bad parameters, failures.
#include <doctest/doctest.h>

#include "shop.hpp"
#include "strata/data/error.hpp"
#include "strata/log/capture.hpp"
#include "strata/loop/activity.hpp"
#include "world.hpp"

using namespace strata;
using namespace world;
using shop::Acting;
using shop::Item;

namespace {

auto answer(contract::Method method, std::string parameters) -> std::unique_ptr<Exchange> {
    static std::optional<World> world;
    world.emplace(std::vector{method}, Settings{});
    auto exchange = std::make_unique<Exchange>(world->method(), std::move(parameters));
    world->run(*exchange);
    world.reset();
    return exchange;
}

}  // namespace

TEST_CASE("a handler's value is the answer, with the contract's status") {
    shop::behaviour = shop::echo;
    auto method = shop::method();
    method.status = 201;
    auto exchange = answer(method, R"({"name": "pen", "count": 3})");
    CHECK(exchange->code() == "ok");
    CHECK(exchange->out == R"({"name":"pen","count":3})");
    CHECK(exchange->reply.status == 201);
}

TEST_CASE("no parameters mean an empty object, no value an empty object") {
    auto method = shop::method();
    method.run = &contract::run<&shop::rest>;
    auto exchange = answer(method, "");
    CHECK(exchange->code() == "ok");
    CHECK(exchange->out == "{}");
}

TEST_CASE("text that is not JSON is 400 with its place") {
    shop::behaviour = shop::echo;
    auto exchange = answer(shop::method(), "{\n \"name\" 1}");
    REQUIRE(exchange->reply.problem);
    CHECK(exchange->reply.status == 400);
    CHECK(exchange->code() == "malformed_json");
    CHECK(exchange->reply.problem->message.contains("line 2, column 9, offset 10"));
}

TEST_CASE("parameters that break the schema are 422 with pointers") {
    shop::behaviour = shop::echo;
    auto exchange = answer(shop::method(), R"({"name": 1, "count": -1, "colour": 2})");
    CHECK(exchange->reply.status == 422);
    CHECK(exchange->code() == "invalid_parameters");
    REQUIRE(exchange->reply.problem->errors.size() == 3);
    CHECK(exchange->reply.problem->errors[0].pointer == "/name");
    CHECK(exchange->reply.problem->errors[1].pointer == "/count");
    CHECK(exchange->reply.problem->errors[2].pointer == "/colour");
}

TEST_CASE("what the transport found wrong is 422, but only for who may call") {
    auto method = shop::method();
    method.access.kind = contract::AccessKind::authenticated;
    World world({method});
    shop::behaviour = shop::echo;
    for (const Caller* who : {&ann, static_cast<const Caller*>(nullptr)}) {
        Exchange exchange(world.method());
        exchange.call.caller = who;
        exchange.call.problems = {{"/count", "maxItems", "is given more than once"}};
        world.run(exchange);
        CHECK(exchange.code() == (who != nullptr ? "invalid_parameters" : "unauthenticated"));
        if (who == nullptr) continue;
        REQUIRE(exchange.reply.problem->errors.size() == 1);
        CHECK(exchange.reply.problem->errors[0].pointer == "/count");
    }
}

TEST_CASE("parameters nested past limits.depth are refused") {
    shop::behaviour = shop::echo;
    Settings settings;
    settings.limits.depth = 2;
    World world({shop::method()}, settings);
    Exchange exchange(world.method(), R"({"x": [[1]]})");
    world.run(exchange);
    CHECK(exchange.code() == "malformed_json");
}

TEST_CASE("parameters larger than the method's or the configuration's limit are 413") {
    shop::behaviour = shop::echo;
    auto method = shop::method();
    method.body_limit = 10;
    CHECK(answer(method, R"({"count": 1})")->reply.status == 413);
    Settings settings;
    settings.limits.body = 11U;
    World world({shop::method()}, settings);
    Exchange exchange(world.method(), R"({"count": 1})");
    world.run(exchange);
    CHECK(exchange.code() == "payload_too_large");
}

TEST_CASE("a declared error is the answer, with its data") {
    shop::behaviour = [](Context&, Item) -> Acting { co_return shop::sold_out{7}; };
    auto exchange = answer(shop::method(), "{}");
    CHECK(exchange->reply.status == 409);
    CHECK(exchange->code() == "sold_out");
    CHECK(exchange->reply.problem->message == "Nothing is left");
    CHECK(exchange->reply.problem->data == "7");
    CHECK(exchange->out.empty());
}

TEST_CASE("of an unknown exception a client learns an id, which the log has too") {
    shop::behaviour = [](Context&, Item) -> Acting {
        throw std::runtime_error("the secret");
        co_return shop::no_such_item{};
    };
    const log::Capture capture;
    auto exchange = answer(shop::method(), "{}");
    CHECK(exchange->reply.status == 500);
    CHECK(exchange->code() == "internal_error");
    CHECK_FALSE(exchange->reply.problem->message.contains("secret"));
    CHECK(exchange->reply.problem->id.size() == Uuid::text_size);
    CHECK(capture.contains(exchange->reply.problem->id));
    CHECK(capture.contains("the secret"));
}

TEST_CASE("a value that fails while it is encoded leaves nothing in the buffer") {
    static std::string out = "before";
    shop::behaviour = [](Context&, Item) -> Acting {
        out += "half";
        throw std::runtime_error("encoding");
        co_return shop::no_such_item{};
    };
    World world({shop::method()});
    Exchange exchange(world.method());
    contract::Reply reply(out);
    run_task(world.loop, world.dispatcher->call(exchange.call, reply));
    CHECK(out == "before");
}

TEST_CASE(
    "with contract.validateResults a result that breaks its schema is a failure, and the log says "
    "where") {
    const log::Capture capture;
    shop::behaviour = [](Context&, Item) -> Acting { co_return Item("pen", -1); };
    for (const bool validate : {true, false}) {
        World world({shop::method()}, Settings{.validate_results = validate});
        Exchange exchange(world.method());
        world.run(exchange);
        CHECK(exchange.reply.status == (validate ? 500 : 200));
        CHECK(exchange.out == (validate ? "" : R"({"name":"pen","count":-1})"));
    }
    CHECK(capture.contains("/count: must be at least 0"));
}

TEST_CASE("with contract.validateResults a valid result and a valid error pass") {
    World world({shop::method()}, Settings{.validate_results = true});
    shop::behaviour = shop::echo;
    Exchange good(world.method());
    world.run(good);
    CHECK(good.code() == "ok");
    shop::behaviour = [](Context&, Item) -> Acting { co_return shop::sold_out{3}; };
    Exchange sold(world.method());
    world.run(sold);
    CHECK(sold.code() == "sold_out");
    CHECK(sold.reply.problem->data == "3");
}

TEST_CASE("a database that is busy or away is 503 with Retry-After; its words stay inside") {
    using data::ErrorKind;
    for (const auto kind :
         {ErrorKind::busy, ErrorKind::unavailable, ErrorKind::unwritable, ErrorKind::full}) {
        shop::behaviour = [kind](Context&, Item) -> Acting {
            throw data::DatabaseError(kind, "table secret");
            co_return shop::no_such_item{};
        };
        auto exchange = answer(shop::method(), "{}");
        CHECK(exchange->reply.status == 503);
        CHECK(exchange->reply.retry_after.has_value());
        CHECK_FALSE(exchange->reply.problem->message.contains("secret"));
    }
}

TEST_CASE("a violated constraint is the error that declares it, else a failure") {
    auto method = shop::method();
    method.transaction = data::Transaction::write;
    shop::behaviour = [](Context& context, Item item) -> Acting {
        co_await context.db().execute(add_note, item.name);
        co_await context.db().execute(add_note, item.name);
        co_return item;
    };
    CHECK(answer(method, "{}")->code() == "no_such_item");
    method.errors = {};
    CHECK(answer(method, "{}")->code() == "internal_error");
}

TEST_CASE("a full worker pool is 503") {
    shop::behaviour = [](Context&, Item) -> Acting {
        throw PoolFull("full");
        co_return shop::no_such_item{};
    };
    CHECK(answer(shop::method(), "{}")->reply.status == 503);
}

TEST_CASE("a call of no method is 404") {
    World world({shop::method()});
    Exchange exchange(world.dispatcher->find("shop", "nothing"));
    world.run(exchange);
    CHECK(exchange.reply.status == 404);
}

TEST_CASE("a method that keeps the loop has its name, also after a wait") {
    std::string before;
    std::string after;
    shop::behaviour = [&](Context& context, Item item) -> Acting {
        before = current_activity();
        co_await context.sleep(std::chrono::milliseconds(1));
        after = current_activity();
        co_return item;
    };
    auto method = shop::method();
    method.version = 2;
    answer(method, "{}");
    CHECK(before == "shop.2/act");
    CHECK(after == "shop.2/act");
    CHECK(current_activity().empty());
}

// Optimistic concurrency: the version of a result is its ETag, that of If-Match a parameter.
#include <doctest/doctest.h>

#include "contract/precondition.hpp"
#include "shop.hpp"
#include "world.hpp"

using namespace strata;
using namespace world;

namespace {

struct Price {
    explicit Price(std::int64_t version_, std::int64_t cents_) : version(version_), cents(cents_) {}
    [[nodiscard]] auto version_tag() const -> std::int64_t { return version; }
    std::int64_t version;
    std::int64_t cents;
};

void encode(json::Writer& writer, const Price& price) {
    writer.begin_object();
    writer.key("version");
    writer.value(price.version);
    writer.key("cents");
    writer.value(price.cents);
    writer.end_object();
}

void decode(json::Reader& reader, std::optional<Price>& out) {
    out.reset();
    if (!reader.begin_object()) return;
    std::optional<std::int64_t> version;
    std::int64_t cents = 0;
    for (std::string_view key; reader.next_member(key);) {
        std::int64_t value = 0;
        static_cast<void>(reader.read(value));
        if (key == "version") version = value;
        if (key == "cents") cents = value;
    }
    if (!version) reader.problem("required", "version");
    if (version && reader.valid()) out.emplace(*version, cents);
}

struct version_conflict {
    static constexpr std::string_view code = "version_conflict";
    static constexpr int status = 409;
    static constexpr std::string_view message = "It has changed";
};

Price stored(1, 100);

auto set_price(Context& /*context*/, Price price) -> Task<Price, Errors<version_conflict>> {
    if (price.version != stored.version) co_return version_conflict{};
    stored = Price(stored.version + 1, price.cents);
    co_return stored;
}

auto methods() -> std::vector<contract::Method> {
    auto method = shop::method();
    method.version_parameter = "version";
    method.run = &contract::run<&set_price>;
    stored = Price(1, 100);
    return {method};
}

struct Answer {
    int status;
    std::string code;
    std::string etag;
    friend auto operator==(const Answer&, const Answer&) -> bool = default;
};

auto call(World& world, std::string parameters, std::string_view if_match = "") -> Answer {
    Exchange exchange(world.method(), std::move(parameters));
    if (!if_match.empty()) exchange.call.if_match = if_match;
    world.run(exchange);
    return {exchange.reply.status, exchange.code(), exchange.reply.etag};
}

}  // namespace

TEST_CASE("the version of a result is its ETag, and If-Match gives it back") {
    World world(methods());
    CHECK(call(world, R"({"version": 1, "cents": 200})") == Answer{200, "ok", "\"2\""});
    CHECK(call(world, R"({"cents": 300})", "\"2\"") == Answer{200, "ok", "\"3\""});
    CHECK(call(world, "{}", "\"3\"") == Answer{200, "ok", "\"4\""});
    CHECK(stored.cents == 0);
}

TEST_CASE("the stored answer of an idempotency key has its ETag") {
    auto keyed = methods();
    keyed.front().idempotency_key = true;
    World world(keyed);
    std::vector<std::string> tags;
    for (int i = 0; i < 2; ++i) {
        Exchange exchange(world.method(), R"({"version": 1, "cents": 200})");
        exchange.as(ann).call.idempotency_key = "k1";
        world.run(exchange);
        CHECK(exchange.code() == "ok");
        CHECK(exchange.reply.replayed == (i == 1));
        tags.push_back(exchange.reply.etag);
    }
    CHECK(tags == std::vector<std::string>{"\"2\"", "\"2\""});
}

TEST_CASE("an old version is 409 where it is a parameter, 412 where it is a precondition") {
    World world(methods());
    CHECK(call(world, R"({"version": 7})") == Answer{409, "version_conflict", ""});
    CHECK(call(world, "{}", "\"7\"") == Answer{412, "version_conflict", ""});
    CHECK(stored.version == 1);
}

TEST_CASE("a tag that no version has can't match, and `*` asks for none") {
    World world(methods());
    for (const char* tag : {"W/\"1\"", "1", "\"x\"", "\"\"", "\"1\", \"2\"", "\"1", "\"1.0\""}) {
        CAPTURE(tag);
        CHECK(call(world, "{}", tag) == Answer{412, "version_conflict", ""});
    }
    CHECK(call(world, "{}", "*").status == 422);
    CHECK(call(world, R"({"version": 1})", "*").status == 200);
}

TEST_CASE("parameters that name the version of If-Match themselves are taken, others refused") {
    World world(methods());
    CHECK(call(world, R"({"version": 1, "cents": 200})", "\"1\"") == Answer{200, "ok", "\"2\""});
    CHECK(call(world, R"({"cents": 300, "version": 2.0})", "\"2\"") == Answer{200, "ok", "\"3\""});
    CHECK(call(world, R"({"version": 1})", "\"1\"") == Answer{412, "version_conflict", ""});
    CHECK(call(world, R"({"version": 4})", "\"3\"") == Answer{400, "versions_differ", ""});
    CHECK(call(world, R"({"version": "3"})", "\"3\"") == Answer{422, "invalid_parameters", ""});
    CHECK(call(world, R"({"version": null})", "\"3\"") == Answer{422, "invalid_parameters", ""});
    CHECK(call(world, R"({"version": 3, "a": [1})", "\"3\"") == Answer{400, "malformed_json", ""});
    CHECK(call(world, R"({"version": 3,)", "\"3\"") == Answer{400, "malformed_json", ""});
    CHECK(call(world, "[3]", "\"3\"") == Answer{422, "invalid_parameters", ""});
    CHECK(stored.version == 3);
}

TEST_CASE("what both name is in the message of the refusal") {
    World world(methods());
    Exchange exchange(world.method(), R"({"version": 4})");
    exchange.call.if_match = "\"3\"";
    world.run(exchange);
    CHECK(exchange.reply.problem->message ==
          "If-Match names version 3, and the parameter version names version 4");
}

TEST_CASE("a method that takes no version does nothing under If-Match, but for any version") {
    auto without = methods();
    without.front().version_parameter = {};
    World world(without);
    for (const char* tag : {"\"1\"", "W/\"1\"", "1"}) {
        CAPTURE(tag);
        CHECK(call(world, R"({"version": 1})", tag) == Answer{412, "no_version", ""});
    }
    CHECK(stored.version == 1);
    CHECK(call(world, R"({"version": 1})", "*").status == 200);
}

TEST_CASE("an empty If-Match names nothing") {
    World world(methods());
    Exchange exchange(world.method(), R"({"version": 1})");
    exchange.call.if_match = "";
    world.run(exchange);
    CHECK(exchange.code() == "version_conflict");
    CHECK(stored.version == 1);
}

TEST_CASE("who may not call is told so, whatever If-Match says") {
    auto closed = methods();
    closed.front().access = {.kind = contract::AccessKind::authenticated};
    World world(closed);
    CHECK(call(world, "{}", "x") == Answer{401, "unauthenticated", ""});
}

TEST_CASE("a member more in the text of an object") {
    using contract::with_member;
    CHECK(with_member("", "v", 1) == R"({"v":1})");
    CHECK(with_member(" { } ", "v", 1) == R"( { "v":1})");
    CHECK(with_member(R"({"a": [1]})", "v", -2) == R"({"a": [1],"v":-2})");
    CHECK(with_member("[1]", "v", 1) == "[1]");
    CHECK(with_member("{", "v", 1) == "{");
    CHECK(with_member("{\"a\"", "v", 1) == "{\"a\"");
}

// Kinds of contract change: one contract, one replacement in its text, what it does to clients.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "tools/diff/contract_diff.hpp"

using namespace strata::tools;
using diff::Severity;

namespace {

constexpr std::string_view contract = R"({
  "$defs": {
    "Text": { "type": "string", "minLength": 1, "maxLength": 100 },
    "Kind": { "enum": ["note", "task"] },
    "Order": {
      "type": "object",
      "properties": {
        "id": { "type": "string", "format": "uuid" },
        "title": { "$ref": "#/$defs/Text" },
        "kind": { "$ref": "#/$defs/Kind" },
        "note": { "type": "string" },
        "count": { "type": "integer", "minimum": 0, "maximum": 9 },
        "tags": { "type": "array", "items": { "type": "string" }, "maxItems": 5 },
        "parts": { "type": "array", "items": { "$ref": "#/$defs/Order" } }
      },
      "required": ["id", "title", "kind", "count"]
    }
  },
  "errors": {
    "sold_out": { "status": 409, "message": "Nothing is left" },
    "denied": { "status": 403, "message": "Not yours",
                "data": { "type": "object", "properties": { "why": { "type": "string" } },
                          "required": ["why"] } }
  },
  "methods": {
    "place": {
      "http": "POST /orders",
      "access": "authenticated",
      "parameters": {
        "title": { "type": "string", "minLength": 1, "maxLength": 40, "pattern": "^[a-z]+$" },
        "mode": { "enum": ["fast", "slow"] },
        "limit?": { "type": "integer", "minimum": 1, "maximum": 50, "default": 10 },
        "email?": { "type": "string", "format": "email" },
        "price?": { "type": "integer", "multipleOf": 10 }
      },
      "returns": "Order",
      "errors": ["sold_out", "denied"],
      "idempotency": "key",
      "timeout": "5s",
      "body": "64kB",
      "lock": "order/{title}",
      "queue": { "concurrency": 4, "size": 10, "timeout": "2s" },
      "rateLimit": { "per": "ip", "count": 20, "window": "60s" }
    },
    "clear": { "access": { "group": ["admins"] } },
    "sweep": { "access": "internal", "parameters": { "text": "Text" } }
  },
  "events": { "placed": { "data": "Order" }, "typing": { "data": "Text", "from": "client" } }
})";

struct Planned {
    std::string_view from;
    std::string_view to;
    Severity severity;
    std::string_view told;  // what the change, as a whole, begins with or holds
};

constexpr Severity compatible = Severity::compatible;
constexpr Severity risky = Severity::risky;
constexpr Severity breaking = Severity::breaking;

constexpr Planned kinds[] = {
    // Methods, events, errors.
    {R"("clear": {)", R"("wipe": { "access": "public" }, "clear": {)", compatible,
     "orders/wipe: is a new method"},
    {R"("clear": { "access": { "group": ["admins"] } })", R"("wipe": { "access": "internal" })",
     breaking, "orders/clear: the method is gone"},
    {R"("events": { "placed")", R"("events": { "paid": { "data": "Text" }, "placed")", compatible,
     "orders/paid event: is new"},
    {R"("placed": { "data": "Order" }, )", "", breaking, "orders/placed event: is gone"},
    {R"("data": "Text", "from": "client")", R"("data": "Text")", breaking,
     "orders/typing event: comes from the other side"},
    {R"("errors": ["sold_out", "denied"])", R"("errors": ["denied"])", compatible,
     "orders/place error sold_out: is gone"},
    {R"("clear": {)", R"("clear": { "errors": ["denied"], )", risky,
     "orders/clear error denied: is new"},
    {R"("status": 409)", R"("status": 410)", breaking, "sold_out: status is 410, was 409"},
    {R"("message": "Nothing is left")", R"("message": "All gone")", compatible,
     "sold_out: its message changed"},
    {R"("required": ["why"])", R"("required": [])", breaking,
     "denied answer /why: is optional, was required"},
    // What no client can call.
    {R"(,
    "sweep": { "access": "internal", "parameters": { "text": "Text" } })",
     "", compatible, "orders/sweep: the method is gone"},
    {R"("sweep": { "access": "internal")", R"("sweep": { "access": "public")", risky,
     "access is public, was internal"},
    {R"("clear": { "access": { "group": ["admins"] } })", R"("clear": { "access": "internal" })",
     breaking, "orders/clear: access is internal"},
    // Wire and rules.
    {R"("http": "POST /orders",)", "", breaking, "its path is gone: POST /orders"},
    {R"("POST /orders")", R"("PUT /orders")", breaking, "its path is gone: POST /orders"},
    {R"("clear": {)", R"("clear": { "http": "POST /clear", )", compatible, "has a path"},
    {R"("access": "authenticated")", R"("access": "public")", risky,
     "access is public, was authenticated"},
    {R"("access": "authenticated")", R"("access": { "login": ["root"] })", breaking,
     "access is login root, was authenticated"},
    {R"(["admins"])", R"(["admins", "staff"])", risky, "access is group admins staff"},
    {R"(["admins"])", R"(["staff"])", breaking, "access is group staff, was group admins"},
    {R"("timeout": "5s")", R"("timeout": "1s")", risky, "timeout is 1s, was 5s"},
    {R"("timeout": "5s")", R"("timeout": "9s")", compatible, "timeout is 9s, was 5s"},
    {R"("body": "64kB")", R"("body": "1kB")", breaking, "body may have 1000 bytes"},
    {R"("body": "64kB")", R"("body": "99kB")", compatible, "body may have 99000 bytes"},
    {R"("body": "64kB",)", "", risky, "body may have the configuration's limit, was 64000 bytes"},
    {R"("count": 20)", R"("count": 10)", risky, "rate limit is 10"},
    {R"("count": 20)", R"("count": 30)", compatible, "rate limit is 30"},
    {R"("concurrency": 4)", R"("concurrency": 2)", risky, "its queue is shorter"},
    {R"("timeout": "2s")", R"("timeout": "1s")", risky, "its queue waits for 1s, was 2s"},
    {R"("timeout": "2s")", R"("timeout": "4s")", compatible, "its queue waits for 4s, was 2s"},
    {R"("idempotency": "key",)", "", breaking, "no longer honours Idempotency-Key"},
    {R"("lock": "order/{title}",)", "", risky, "its lock changed"},
    {R"("timeout": "5s")", R"("timeout": "5s", "status": 201)", breaking, "status 201, was 200"},
    {R"("timeout": "5s")", R"("timeout": "5s", "transaction": "none")", risky,
     "transaction is none"},
    {R"("timeout": "5s")", R"("timeout": "5s", "onDisconnect": "finish")", risky, "onDisconnect"},
    {R"("timeout": "5s")", R"("timeout": "5s", "deprecated": { "since": "2026-01-01" })",
     compatible, "is deprecated now"},
    // Requests.
    {R"("mode": {)", R"("more?": { "type": "string" }, "mode": {)", compatible,
     "orders/place request /more: is new, and optional"},
    {R"("mode": {)", R"("more": { "type": "string" }, "mode": {)", breaking,
     "orders/place request /more: is new, and required"},
    {R"("mode": { "enum": ["fast", "slow"] },)", "", breaking,
     "orders/place request /mode: is gone"},
    {R"("limit?": { "type": "integer", "minimum": 1, "maximum": 50, "default": 10 })",
     R"("limit": { "type": "integer", "minimum": 1, "maximum": 50 })", breaking,
     "/limit: is required, was optional"},
    {R"("mode": {)", R"("mode?": {)", compatible, "/mode: is optional, was required"},
    {R"(["fast", "slow"])", R"(["fast", "slow", "free"])", compatible, R"(may now be "free")"},
    {R"(["fast", "slow"])", R"(["fast"])", breaking, R"(may no longer be "slow")"},
    {R"("maxLength": 40)", R"("maxLength": 30)", breaking, "/title: maxLength is 30, was 40"},
    {R"("maxLength": 40)", R"("maxLength": 50)", compatible, "/title: maxLength is 50, was 40"},
    {R"("minimum": 1,)", R"("minimum": 2,)", breaking, "/limit: minimum is 2, was 1"},
    {R"(, "pattern": "^[a-z]+$")", "", compatible, "/title: pattern is absent"},
    {R"("^[a-z]+$")", R"("^[a-m]+$")", breaking, "/title: pattern is \"^[a-m]+$\""},
    {R"("multipleOf": 10)", R"("multipleOf": 5)", compatible, "/price: multipleOf is 5, was 10"},
    {R"("multipleOf": 10)", R"("multipleOf": 20)", breaking, "/price: multipleOf is 20, was 10"},
    {R"("multipleOf": 10)", R"("multipleOf": 7)", breaking, "/price: multipleOf is 7, was 10"},
    {R"("default": 10)", R"("default": 20)", risky, "/limit: default is 20, was 10"},
    {R"("format": "email")", R"("format": "uri")", breaking, "/email: format is \"uri\""},
    {R"("type": "integer", "minimum": 1)", R"("type": "number", "minimum": 1)", compatible,
     "/limit: is number, was integer"},
    // Answers.
    {R"("note": { "type": "string" },)",
     R"("note": { "type": "string" }, "price": { "type": "number" },)", compatible,
     "orders/place answer /price: is new"},
    {R"("note": { "type": "string" },)", "", risky, "orders/place answer /note: is gone"},
    {R"("required": ["id", "title", "kind", "count"])", R"("required": ["id", "title", "kind"])",
     breaking, "answer /count: is optional, was required"},
    {R"("required": ["id", "title", "kind", "count"])",
     R"("required": ["id", "title", "kind", "count", "note"])", compatible,
     "answer /note: is required, was optional"},
    {R"(["note", "task"])", R"(["note", "task", "bug"])", risky,
     R"(answer /kind: may now be "bug")"},
    {R"(["note", "task"])", R"(["note"])", compatible, R"(answer /kind: may no longer be "task")"},
    {R"("maximum": 9)", R"("maximum": 99)", risky, "answer /count: maximum is 99, was 9"},
    {R"("note": { "type": "string" })", R"("note": { "type": ["string", "null"] })", breaking,
     "answer /note: is null or string, was string"},
    {R"("items": { "type": "string" }, "maxItems": 5)",
     R"("items": { "type": "integer" }, "maxItems": 5)", breaking,
     "answer /tags/*: is integer, was string"},
    {R"("title": { "$ref": "#/$defs/Text" })",
     R"("title": { "$ref": "#/$defs/Text", "maxLength": 9 })", compatible, "maxLength"},
    {R"("returns": "Order",)", "", breaking, "orders/place answer: is gone"},
};

auto load(std::string text) -> Contracts {
    Diagnostics diagnostics;
    auto contracts = load_schemas({{"orders.schema", std::move(text)}}, diagnostics);
    INFO(diagnostics.to_string());
    REQUIRE(diagnostics.empty());
    return contracts;
}

auto text_of(const diff::Change& change) -> std::string {
    return change.subject + ": " + change.message;
}

auto replaced(std::string_view contract_text, std::string_view from, std::string_view to)
    -> std::string {
    std::string text(contract_text);
    const auto at = text.find(from);
    INFO(from, " -> ", to);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

void classified(std::string_view before, const Planned& kind) {
    const std::string after = replaced(before, kind.from, kind.to);
    INFO(kind.from, " -> ", kind.to);
    const auto changes = diff::contract_diff(load(std::string(before)), load(after));
    std::string all;
    for (const auto& change : changes)
        all += std::string(to_string(change.severity)) + " " + text_of(change) + "\n";
    INFO(all);
    const auto found = std::ranges::find_if(changes, [&](const diff::Change& change) {
        return text_of(change).find(kind.told) != std::string::npos;
    });
    REQUIRE(found != changes.end());
    CHECK(to_string(found->severity) == to_string(kind.severity));
    CHECK(found->location.line > 0);
}

constexpr std::string_view shapes = R"({
  "$defs": {
    "Circle": { "type": "object", "properties": { "kind": { "const": "circle" }, "r": { "type": "number" } },
                "required": ["kind", "r"] },
    "Square": { "type": "object", "properties": { "kind": { "const": "square" }, "a": { "type": "number" } },
                "required": ["kind", "a"] },
    "Dot": { "type": "object", "properties": { "kind": { "const": "dot" } }, "required": ["kind"] },
    "Shape": { "oneOf": [{ "$ref": "#/$defs/Circle" }, { "$ref": "#/$defs/Square" }] },
    "Drawing": { "type": "object", "properties": { "shape": { "$ref": "#/$defs/Shape" } }, "required": ["shape"] }
  },
  "methods": { "draw": { "parameters": { "shape": "Shape" }, "returns": "Drawing" } }
})";

constexpr Planned alternatives[] = {
    {R"({ "$ref": "#/$defs/Circle" },)",
     R"({ "$ref": "#/$defs/Dot" }, { "$ref": "#/$defs/Circle" },)", compatible,
     "draw request /shape: has 1 new schema of oneOf"},
    {R"({ "$ref": "#/$defs/Circle" },)",
     R"({ "$ref": "#/$defs/Dot" }, { "$ref": "#/$defs/Circle" },)", risky,
     "draw answer /shape: has 1 new schema of oneOf"},
    {R"([{ "$ref": "#/$defs/Circle" }, { "$ref": "#/$defs/Square" }])",
     R"([{ "$ref": "#/$defs/Square" }, { "$ref": "#/$defs/Dot" }])", breaking,
     "draw request /shape: lost 1 schema of oneOf"},
    {R"([{ "$ref": "#/$defs/Circle" }, { "$ref": "#/$defs/Square" }])",
     R"([{ "$ref": "#/$defs/Square" }, { "$ref": "#/$defs/Dot" }])", compatible,
     "draw answer /shape: lost 1 schema of oneOf"},
    // One that is the other's neighbour now, and has another member.
    {R"("a": { "type": "number" } })", R"("a": { "type": "number" }, "b": { "type": "number" } })",
     compatible, "draw request /shape/b: is new, and optional"},
    {R"("required": ["kind", "a"])", R"("required": ["kind"])", breaking,
     "draw answer /shape/a: is optional, was required"},
};

}  // namespace

TEST_CASE("nothing changed") {
    CHECK(diff::contract_diff(load(std::string(contract)), load(std::string(contract))).empty());
}

TEST_CASE("every kind of change is classified") {
    static_assert(std::size(kinds) >= 30);
    for (const Planned& kind : kinds) classified(contract, kind);
}

TEST_CASE("the place of an alternative in its list means nothing") {
    for (const Planned& kind : alternatives) classified(shapes, kind);
    const auto swapped =
        replaced(shapes, R"([{ "$ref": "#/$defs/Circle" }, { "$ref": "#/$defs/Square" }])",
                 R"([{ "$ref": "#/$defs/Square" }, { "$ref": "#/$defs/Circle" }])");
    CHECK(diff::contract_diff(load(std::string(shapes)), load(swapped)).empty());
    // Nothing but the new alternative is told.
    const auto more = replaced(shapes, R"({ "$ref": "#/$defs/Circle" },)",
                               R"({ "$ref": "#/$defs/Dot" }, { "$ref": "#/$defs/Circle" },)");
    CHECK(diff::contract_diff(load(std::string(shapes)), load(more)).size() == 2);
}

TEST_CASE("what an internal method takes is nobody's business") {
    const auto other = replaced(contract, R"("parameters": { "text": "Text" })",
                                R"("parameters": { "text": "Text", "more": "Text" })");
    CHECK(diff::contract_diff(load(std::string(contract)), load(other)).empty());
}

TEST_CASE("the worst comes first") {
    std::string text(contract);
    text.replace(text.find("\"maxLength\": 40"), 15, "\"maxLength\": 50");
    text.replace(text.find("[\"fast\", \"slow\"]"), 16, "[\"fast\"]");
    const auto changes = diff::contract_diff(load(std::string(contract)), load(text));
    REQUIRE(changes.size() == 2);
    CHECK(changes[0].severity == Severity::breaking);
    CHECK(changes[1].severity == Severity::compatible);
}

TEST_CASE("a new version takes the name without one") {
    Diagnostics diagnostics;
    const auto both = load_schemas({{"orders.schema", std::string(contract)},
                                    {"orders.2.schema", R"({"methods": {"place": {}}})"}},
                                   diagnostics);
    REQUIRE_MESSAGE(diagnostics.empty(), diagnostics.to_string());
    const auto changes = diff::contract_diff(load(std::string(contract)), both);
    REQUIRE(changes.size() == 2);
    CHECK(text_of(changes[0]) == "orders: the name without a version means version 2, was 1");
    CHECK(changes[0].severity == Severity::risky);
}

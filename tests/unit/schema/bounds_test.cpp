// Bounded depth and work, whatever the schema and the document; and no allocation for a valid one.
#include <doctest/doctest.h>

#include <cstdlib>
#include <new>
#include <string>

#include "strata/schema/pattern.hpp"
#include "strata/schema/schema.hpp"

using strata::json::Json;
using strata::schema::Schema;

namespace {

std::size_t allocations = 0;

auto compile(const std::string& text, const strata::schema::Options& options = {}) -> Schema {
    const auto json = Json::parse(text);
    REQUIRE(json.has_value());
    auto schema = Schema::compile(*json, options);
    REQUIRE_MESSAGE(schema.has_value(), (schema ? "" : schema.error().message));
    return *std::move(schema);
}

}  // namespace

// Counts for the whole program; only differences within a test mean something.
auto operator new(std::size_t size) -> void* {
    ++allocations;
    if (void* made = std::malloc(size == 0 ? 1 : size)) return made;
    throw std::bad_alloc();
}
auto operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept -> void* {
    ++allocations;
    return std::malloc(size == 0 ? 1 : size);
}
void operator delete(void* made) noexcept { std::free(made); }
void operator delete(void* made, std::size_t /*size*/) noexcept { std::free(made); }

TEST_CASE("a schema that leads back to itself without end is refused") {
    for (const char* text :
         {R"({"$ref":"#"})", R"({"allOf":[{"$ref":"#"}]})",
          R"({"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}})"}) {
        CAPTURE(text);
        CHECK_FALSE(Schema::compile(*Json::parse(text)).has_value());
    }
    CHECK(Schema::compile(*Json::parse(R"({"properties":{"next":{"$ref":"#"}}})")).has_value());
}

TEST_CASE("recursion that only some documents begin ends with an error") {
    const auto schema = compile(R"({"anyOf":[{"type":"string"},{"$ref":"#"}]})");
    CHECK(schema.is_valid(Json("x")));
    const auto verdict = schema.validate(Json(1));
    CHECK_FALSE(verdict.valid);
    REQUIRE(verdict.errors.size() == 1);
    CHECK(verdict.errors[0].message == "the schema or the document is nested too deeply");
    // Not even under a negation does giving up look like a pass.
    CHECK_FALSE(
        compile(R"({"not":{"$ref":"#/$defs/a"},"$defs":{"a":{"not":{"$ref":"#/$defs/a"}}}})")
            .is_valid(Json(1)));
}

TEST_CASE("work is bounded on schemas whose branches multiply") {
    std::string text = R"({"$ref":"#/$defs/d0","$defs":{)";
    for (int i = 0; i < 60; ++i) {
        const std::string next = "{\"$ref\":\"#/$defs/d" + std::to_string(i + 1) + "\"}";
        text += "\"d" + std::to_string(i) + "\":{\"anyOf\":[" + next + ',' + next + "]},";
    }
    const auto schema = compile(text + R"("d60":false}})", {.max_steps = 100'000});
    const auto verdict = schema.validate(Json(1));
    CHECK_FALSE(verdict.valid);
    CHECK(verdict.errors.at(0).message == "the document takes too much work to validate");
}

TEST_CASE("deep documents meet recursive schemas on a bounded stack") {
    const auto schema = compile(R"({"items":{"allOf":[{"$ref":"#"}]}})");
    Json deep;
    for (int i = 0; i < 250; ++i) {
        Json outer = Json::array();
        outer.push_back(std::move(deep));
        deep = std::move(outer);
    }
    CHECK(schema.is_valid(deep));
    for (int i = 0; i < 5000; ++i) {
        Json outer = Json::array();
        outer.push_back(std::move(deep));
        deep = std::move(outer);
    }
    CHECK_FALSE(schema.is_valid(deep));
}

TEST_CASE("uniqueItems of many items takes less than quadratic time") {
    const auto schema = compile(R"({"uniqueItems":true})");
    Json items = Json::array();
    for (int i = 0; i < 50'000; ++i) items.push_back(std::to_string(i));
    CHECK(schema.is_valid(items));
    items.push_back("77");
    CHECK_FALSE(schema.is_valid(items));
}

TEST_CASE("a pattern that backtracks without end gives up") {
    const strata::schema::Pattern evil("^(a+)+$");
    CHECK(evil.matches("aaaa"));
    CHECK_FALSE(evil.matches(std::string(5'000, 'a') + "!"));
    const strata::schema::Pattern plain("^[a-z0-9-]+$");
    CHECK(plain.matches(std::string(1'000'000, 'a')));
}

TEST_CASE("a valid document costs no allocation") {
    const auto schema =
        compile(R"({"type":"object","required":["id","tags"],"unevaluatedProperties":false,
        "properties":{"id":{"type":"string","format":"uuid"},"n":{"type":"integer","minimum":1},
                      "tags":{"type":"array","uniqueItems":true,"items":{"enum":["red","green"]}},
                      "name":{"type":"string","pattern":"^[A-Z]","maxLength":20}},
        "oneOf":[{"properties":{"kind":{"const":"a"}},"required":["kind"]},
                 {"properties":{"kind":{"const":"b"},"extra":true},"required":["kind"]}]})",
                {.assert_format = true});
    const auto json =
        Json::parse(R"({"id":"2eb8aa08-aa98-11ea-b4aa-73b441d16380","n":5,"tags":["red","green"],
                                      "name":"Ada","kind":"b","extra":{"a":[1,2,3]}})");
    REQUIRE(json.has_value());
    CHECK(schema.is_valid(*json));  // the first match of a thread makes its matcher
    const std::size_t before = allocations;
    const bool valid = schema.is_valid(*json);
    const bool full = schema.validate(*json).valid;
    CHECK(allocations == before);
    CHECK(valid);
    CHECK(full);
}

#include "strata/json/json.hpp"

#include <doctest/doctest.h>

#include <limits>

using strata::json::Json;

namespace {

auto parse(std::string_view text) -> Json {
    auto json = Json::parse(text);
    REQUIRE(json.has_value());
    return *std::move(json);
}

}  // namespace

TEST_CASE("equality is JSON Schema's") {
    CHECK(parse("1") == parse("1.0"));
    CHECK(parse("[100]") == parse("[1e2]"));
    CHECK(Json(1.0) == Json(1));
    CHECK(Json(1.5) != Json(1));
    CHECK(parse(R"({"a":1,"b":2})") == parse(R"({"b":2,"a":1})"));
    CHECK(parse("[1,2]") != parse("[2,1]"));
    CHECK(parse("false") != parse("0"));
    CHECK(parse("null") != parse("false"));
    CHECK(parse("18446744073709551615") != parse("18446744073709551614"));
    CHECK(parse("-1") != parse("18446744073709551615"));
    CHECK(parse("9007199254740993") != Json(9007199254740992.0));
    CHECK(parse("0.0") == parse("-0"));
}

TEST_CASE("integers are exact, and read only where they fit") {
    CHECK(parse("9223372036854775808").as_int64() == std::nullopt);
    CHECK(parse("9223372036854775808").as_uint64() == 9223372036854775808U);
    CHECK(parse("-1").as_uint64() == std::nullopt);
    CHECK(parse("1e3").as_int64() == 1000);
    CHECK(parse("1.5").as_int64() == std::nullopt);
    CHECK(Json(1e300).as_int64() == std::nullopt);
    CHECK(parse("1e300").is_integer());
    CHECK_FALSE(parse("0.5").is_integer());
    CHECK_FALSE(parse("1.00000000000000000001").is_integer());
    CHECK(parse("-0").is_integer());
    CHECK(parse("-0").as_int64() == 0);
    CHECK(Json(5.0).as_int64() == 5);
}

TEST_CASE("a text survives reading and writing") {
    for (const std::string_view text :
         {R"({"a":[1,-2,0.1,1e+100,"x\n\u0001\"",true,null],"b":{},"c":[]})",
          "[18446744073709551615,-9223372036854775808]"}) {
        CHECK(parse(text).to_string() == text);
    }
    CHECK(parse(R"({"a":[1,{}],"b":[]})").to_string(2) ==
          "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}");
    CHECK(parse(R"(["{,:}"])").to_string(1) == "[\n \"{,:}\"\n]");
}

TEST_CASE("documents deeper than any stack are built, copied, compared, written and destroyed") {
    Json deep;
    for (int i = 0; i < 200'000; ++i) {
        Json outer = Json::array();
        outer.push_back(std::move(deep));
        deep = std::move(outer);
    }
    const Json copy = deep;
    CHECK(copy == deep);
    CHECK(copy.to_string().size() == 400'004);
}

TEST_CASE("members and items are found, changed and listed") {
    Json json;
    json["b"] = 2;
    json["a"].push_back("x");
    json["a"].push_back(Json::object());
    std::string keys;
    for (const auto [key, value] : json.members()) keys += key;
    CHECK(keys == "ab");
    CHECK(json.at("a").at(0).as_string() == "x");
    CHECK(json.find("c") == nullptr);
    CHECK(json.resolve("/a/0")->as_string() == "x");
    CHECK(json.resolve("/a/2") == nullptr);
    CHECK(json.resolve("/a/00") == nullptr);
    CHECK(json.resolve("a") == nullptr);
    CHECK(json.resolve("") == &json);
    CHECK(json.erase("b"));
    CHECK_FALSE(json.erase("b"));
    CHECK(json.to_string() == R"({"a":["x",{}]})");
    CHECK_THROWS_AS(static_cast<void>(json.as_string()), std::logic_error);
    CHECK_THROWS_AS(static_cast<void>(json.at("zz")), std::out_of_range);
}

TEST_CASE("a syntax error says where") {
    const auto json = Json::parse("{\n  \"a\": 1,\n  \"a\": 2\n}");
    REQUIRE_FALSE(json.has_value());
    CHECK(json.error().line == 3);
    CHECK(json.error().column == 3);
    CHECK(json.error().message == "duplicate key");
}

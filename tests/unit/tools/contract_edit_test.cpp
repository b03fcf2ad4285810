#include "tools/scaffold/contract_edit.hpp"

#include <doctest/doctest.h>

using strata::tools::scaffold::with_method;

namespace {

constexpr std::string_view entry = "\"place\": {\n  \"transaction\": \"write\"\n}";

auto edited(const std::string& text) -> std::string {
    const auto result = with_method("a.schema", text, "place", entry);
    return result ? *result : "error: " + result.error();
}

}  // namespace

TEST_CASE("a method goes after those that are there, in their layout") {
    CHECK(edited("{\n    \"methods\": {\n        \"a\": {}\n    }\n}\n") ==
          "{\n    \"methods\": {\n        \"a\": {},\n        \"place\": {\n          "
          "\"transaction\": \"write\"\n        }\n    }\n}\n");
    CHECK(edited("{ \"methods\": {} }\n") ==
          "{ \"methods\": {\n  \"place\": {\n    \"transaction\": \"write\"\n  }\n} }\n");
    CHECK(edited("{\n  \"methods\": { \"a\": {}, \"b\": {} }\n}\n") ==
          "{\n  \"methods\": { \"a\": {}, \"b\": {},\n    \"place\": {\n      \"transaction\": "
          "\"write\"\n    }\n  }\n}\n");
}

TEST_CASE("comments, trailing commas and what looks like them stay") {
    CHECK(edited("{\n  \"methods\": {\n    \"a\": {}  // last, or not\n  }\n}\n") ==
          "{\n  \"methods\": {\n    \"a\": {},  // last, or not\n    \"place\": {\n      "
          "\"transaction\": \"write\"\n    }\n  }\n}\n");
    CHECK(edited("{\n  \"methods\": {\n    \"a\": {},\n    /* no, more */\n  }\n}\n") ==
          "{\n  \"methods\": {\n    \"a\": {},\n    /* no, more */\n    \"place\": {\n      "
          "\"transaction\": \"write\"\n    }\n  }\n}\n");
    CHECK(edited("{\n  \"title\": \"ä }\\\" //\", \"methods\": {\n    \"a\": {}\n  }\n}\n") ==
          "{\n  \"title\": \"ä }\\\" //\", \"methods\": {\n    \"a\": {},\n    \"place\": {\n      "
          "\"transaction\": \"write\"\n    }\n  }\n}\n");
}

TEST_CASE("lines end as those that are there") {
    CHECK(edited("{\r\n  \"methods\": {\r\n    \"a\": {}\r\n  }\r\n}\r\n") ==
          "{\r\n  \"methods\": {\r\n    \"a\": {},\r\n    \"place\": {\r\n      \"transaction\": "
          "\"write\"\r\n    }\r\n  }\r\n}\r\n");
}

TEST_CASE("what can't be edited is told with its place") {
    CHECK(edited("{\n  \"methods\": {\n    \"place\": {}\n  }\n}\n") ==
          "error: a.schema:3:5: there is a method \"place\" already");
    CHECK(edited("{}") == "error: a.schema:1:1: no \"methods\": add \"methods\": {} to it");
    CHECK(edited("({ title: 'A' })") ==
          "error: a.schema:1:1: metaschema notation makes a type, and has no methods");
    CHECK(edited("{ \"methods\": ").starts_with("error: a.schema:1:"));
}

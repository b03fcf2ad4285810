#include "strata/json/source.hpp"

#include <doctest/doctest.h>

using strata::json::parse_source;
using strata::json::Position;

TEST_CASE("comments and trailing commas are allowed, and places are those of the text as written") {
    const auto document = parse_source("a.schema",
                                       "// first\n"
                                       "{\n"
                                       "  \"b\": [1, /* \xC3\xA9\xC3\xA9 */ 2,],\n"
                                       "  \"a/b\": { \"url\": \"http://x//y\" }, // end\n"
                                       "}\n");
    REQUIRE(document.has_value());
    CHECK(document->root().to_string() == R"({"a/b":{"url":"http://x//y"},"b":[1,2]})");
    CHECK(document->value_position("") == Position{2, 1});
    CHECK(document->key_position("/b") == Position{3, 3});
    CHECK(document->value_position("/b") == Position{3, 8});
    CHECK(document->value_position("/b/1") == Position{3, 21});
    CHECK(document->key_position("/a~1b/url") == Position{4, 12});
    CHECK(document->keys("") == std::vector<std::string>{"b", "a/b"});
    CHECK(document->keys("/b").empty());
    CHECK(document->error_at_key("/b", "wrong").to_string() == "a.schema:3:3: wrong");
    // What is not there is near what should hold it.
    CHECK(document->value_position("/a~1b/missing/x") == Position{4, 10});
}

TEST_CASE("what is malformed is told with file, line and column") {
    const auto message = [](std::string_view text) {
        const auto document = parse_source("f", text);
        REQUIRE_FALSE(document.has_value());
        return document.error().to_string();
    };
    CHECK(message("{\"a\":1,\n \"a\":2}") == "f:2:2: duplicate key");
    CHECK(message("{\"a\":1,\n \"b\" 2}") == "f:2:6: expected a colon");
    CHECK(message("[1,,]") == "f:1:4: expected a value");
    CHECK(message("[,]") == "f:1:2: expected a value");
    CHECK(message("[1] /* open") == "f:1:5: unexpected text after the value");
    CHECK(message("") == "f:1:1: unexpected end of the text");
}

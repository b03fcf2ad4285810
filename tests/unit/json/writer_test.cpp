#include "strata/json/writer.hpp"

#include <doctest/doctest.h>

#include <charconv>
#include <limits>
#include <stdexcept>

#include "strata/json/json.hpp"

using strata::json::Json;
using strata::json::Writer;

namespace {

template <class T>
auto written(const T& value) -> std::string {
    std::string out;
    Writer writer(out);
    writer.value(value);
    writer.finish();
    return out;
}

}  // namespace

TEST_CASE("commas stand where they belong") {
    std::string out = "body:";
    {
        Writer writer(out);
        writer.begin_object();
        writer.key("a");
        writer.begin_array();
        writer.value(1);
        writer.begin_object();
        writer.end_object();
        writer.begin_array();
        writer.end_array();
        writer.null();
        writer.end_array();
        writer.literal_key("\"b\":");
        writer.value(true);
        writer.key("c");
        writer.raw("[1]");
        writer.end_object();
    }
    CHECK(out == R"(body:{"a":[1,{},[],null],"b":true,"c":[1]})");
}

TEST_CASE("texts are escaped, and what is no UTF-8 is replaced") {
    CHECK(written("a\"\\/\b\f\n\r\t\x01\x1F\x7F") ==
          "\"a\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7F\"");
    CHECK(written("\xC3\xA9\xF0\x9D\x84\x9E") == "\"\xC3\xA9\xF0\x9D\x84\x9E\"");
    CHECK(written("a\xFFz\xE2\x82") == "\"a\xEF\xBF\xBDz\xEF\xBF\xBD\xEF\xBF\xBD\"");
    CHECK(written(std::string_view()) == "\"\"");
    for (std::size_t size = 0; size < 80; ++size) {
        const std::string text = std::string(size, 'x') + '\n' + std::string(size, 'y');
        CHECK(Json::parse(written(text))->as_string() == text);
    }
}

TEST_CASE("numbers read back the same, in their shortest form") {
    CHECK(written(0.1) == "0.1");
    CHECK(written(1e100) == "1e+100");
    CHECK(written(std::numeric_limits<std::uint64_t>::max()) == "18446744073709551615");
    CHECK(written(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
    for (const double value : {5e-324, 1.7976931348623157e308, 1.0 / 3, -2.5e-10}) {
        CHECK(Json::parse(written(value))->as_double() == value);
    }
    CHECK_THROWS_AS(written(std::numeric_limits<double>::quiet_NaN()), std::logic_error);
    CHECK_THROWS_AS(written(std::numeric_limits<double>::infinity()), std::logic_error);
}

TEST_CASE("a large double reads back as itself, not as the integer that its shortest form names") {
    for (double value : {10000000000079998976.0, 1152921504606846976.0, -1152921504606846976.0,
                         9007199254740994.0, 18446744073709549568.0, -9223372036854775808.0}) {
        CAPTURE(value);
        const Json json(value);
        const auto again = Json::parse(json.to_string());
        REQUIRE(again);
        CHECK(*again == json);
    }
    CHECK(written(1e20) == "1e+20");
    // What only rounds to an integer becomes one.
    CHECK(Json::parse("-1.0000000000000000000000001e9")->to_string() == "-1000000000");
    CHECK(Json::parse("-1000000000")->to_string() == "-1000000000");
}

TEST_CASE("plain values are written in their text forms") {
    CHECK(written(*strata::Uuid::parse("2EB8AA08-AA98-11EA-B4AA-73B441D16380")) ==
          "\"2eb8aa08-aa98-11ea-b4aa-73b441d16380\"");
    CHECK(written(strata::Timestamp::from_microseconds(1)) == "\"1970-01-01T00:00:00.000001Z\"");
    CHECK(written(strata::Bytes{0, 255, 16}) == "\"AP8Q\"");
}

TEST_CASE("long output grows without losing anything") {
    std::string out;
    Writer writer(out);
    writer.begin_array();
    for (int i = 0; i < 5000; ++i) writer.value(i);
    writer.end_array();
    writer.finish();
    const auto json = Json::parse(out);
    REQUIRE(json.has_value());
    CHECK(json->size() == 5000);
    CHECK(json->at(4999).as_int64() == 4999);
}

TEST_CASE("a short decimal is written as the general conversion writes it") {
    const auto written = [](double value) {
        std::string out;
        strata::json::Writer writer(out);
        writer.value(value);
        writer.finish();
        return out;
    };
    char text[64];
    for (int n = -250'000; n <= 250'000; ++n) {
        const double value = n / 1000.0 * (n % 3 == 0 ? 1 : 399.7);
        const std::string expected(text, std::to_chars(text, text + sizeof text, value).ptr);
        if (written(value) != expected) FAIL_CHECK(expected << " is written as " << written(value));
    }
}

#include "strata/json/decode.hpp"

#include <doctest/doctest.h>

#include "strata/json/checks.hpp"
#include "strata/json/encode.hpp"

namespace shop {

class OrderId final : public strata::NamedId<OrderId> {
  public:
    using NamedId::NamedId;
};

class Title final : public strata::Named<Title, std::string> {
    friend class strata::Named<Title, std::string>;
    friend struct strata::NamedAccess;
    using Named::Named;

  public:
    static auto check(const std::string& text) -> const strata::Invalid* {
        static constexpr strata::Invalid too_short{"minLength", "must have at least 1 character"};
        return strata::json::length_within(text, 1, 10) ? nullptr : &too_short;
    }
};

class Count final : public strata::Named<Count, std::int64_t> {
    friend class strata::Named<Count, std::int64_t>;
    friend struct strata::NamedAccess;
    using Named::Named;

  public:
    static auto check(const std::int64_t& value) -> const strata::Invalid* {
        static constexpr strata::Invalid too_large{"maximum", "must be at most 99"};
        static constexpr strata::Invalid no_multiple{"multipleOf", "must be a multiple of 3"};
        if (value > 99) return &too_large;
        return value % 3 == 0 ? nullptr : &no_multiple;
    }
};

// A type with decoders of its own, as generated ones have.
struct Point {
    std::int64_t x = 0;
};
void decode(strata::json::Reader& reader, std::optional<Point>& out) {
    out.reset();
    Point point;
    if (reader.read(point.x)) out = point;
}
void encode(strata::json::Writer& writer, const Point& point) { writer.value(point.x); }

}  // namespace shop

using strata::json::Reader;
using strata::json::Writer;

namespace {

template <class T>
auto round_trip(std::string_view text) -> std::string {
    Reader reader(text);
    std::optional<T> value;
    decode(reader, value);
    if (!reader.finish()) return reader.ok() ? "problem " + reader.problems()[0].pointer : "syntax";
    std::string out;
    Writer writer(out);
    encode(writer, *value);
    writer.finish();
    return out;
}

using Points = std::vector<shop::Point>;

}  // namespace

TEST_CASE("values come back as they went out") {
    CHECK(round_trip<bool>("true") == "true");
    CHECK(round_trip<std::int64_t>("-5") == "-5");
    CHECK(round_trip<std::uint64_t>("18446744073709551615") == "18446744073709551615");
    CHECK(round_trip<double>("1.5") == "1.5");
    CHECK(round_trip<std::string>("\"x\"") == "\"x\"");
    CHECK(round_trip<strata::Bytes>("\"AP8Q\"") == "\"AP8Q\"");
    CHECK(round_trip<strata::json::Json>(R"({"a":[1]})") == R"({"a":[1]})");
    CHECK(round_trip<std::vector<std::string>>(R"(["a","b"])") == R"(["a","b"])");
    CHECK(round_trip<std::vector<bool>>("[true,false]") == "[true,false]");
    CHECK(round_trip<std::map<std::string, Points>>(R"({"a":[1,2],"b":[]})") ==
          R"({"a":[1,2],"b":[]})");
    CHECK(round_trip<std::optional<Points>>("null") == "null");
    CHECK(round_trip<std::optional<Points>>("[3]") == "[3]");
    CHECK(round_trip<shop::Title>("\"chair\"") == "\"chair\"");
    CHECK(round_trip<shop::OrderId>("\"2eb8aa08-aa98-11ea-b4aa-73b441d16380\"") ==
          "\"2eb8aa08-aa98-11ea-b4aa-73b441d16380\"");
}

TEST_CASE("a value that does not fit leaves the target empty and the problem at its place") {
    CHECK(round_trip<Points>("[1,\"x\",2]") == "problem /1");
    CHECK(round_trip<std::map<std::string, Points>>(R"({"a":[null]})") == "problem /a/0");
    CHECK(round_trip<shop::Title>("\"\"") == "problem ");
    CHECK(round_trip<std::vector<shop::OrderId>>("[\"x\"]") == "problem /0");
    CHECK(round_trip<strata::Bytes>("\"AP8\"") == "problem ");
    CHECK(round_trip<std::optional<bool>>("1") == "problem ");
}

TEST_CASE("a map refuses two members of one key") {
    CHECK(round_trip<std::map<std::string, bool>>(R"({"a":true,"a":true})") == "syntax");
}

TEST_CASE("checks record what is broken") {
    Reader reader("[]");
    CHECK(strata::json::check_length(reader, "\xC3\xA9\xC3\xA9", 2, 2));
    CHECK_FALSE(strata::json::check_length(reader, "\xC3\xA9", 2, 3));
    CHECK_FALSE(strata::json::check_range<std::int64_t>(reader, 11, 1, 10));
    CHECK(strata::json::check_minimum<std::uint64_t>(reader, 5, 5));
    CHECK_FALSE(strata::json::check_exclusive_maximum<double>(reader, 1.5, 1.5));
    CHECK_FALSE(strata::json::check_multiple_of<std::int64_t>(reader, 7, 2));
    CHECK_FALSE(strata::json::check_items(reader, std::vector<int>{1, 1}, 1, 5, true));
    std::string codes;
    for (const auto& problem : reader.problems()) codes += problem.code + ' ';
    CHECK(codes == "minLength maximum exclusiveMaximum multipleOf uniqueItems ");
    CHECK(reader.problems()[0].message == "must have at least 2 characters");
}

TEST_CASE("multiples are those of decimal numbers") {
    using strata::json::is_multiple_of;
    CHECK(is_multiple_of(0.3, 0.1));
    CHECK(is_multiple_of(0.0075, 0.0001));
    CHECK_FALSE(is_multiple_of(0.00751, 0.0001));
    CHECK(is_multiple_of(std::int64_t{9007199254740993}, 3));
    CHECK_FALSE(is_multiple_of(std::int64_t{9007199254740994}, 3));
    CHECK(is_multiple_of(1e308, 0.5));
    CHECK_FALSE(is_multiple_of(1e308, 0.123456789));
    CHECK(is_multiple_of(-4.5, 1.5));
}

namespace {

// The messages of a number that 64 bits may not hold.
template <class T>
auto refused(std::string_view text, strata::json::Bounds<T> bounds) -> std::string {
    Reader reader(text);
    std::optional<T> value;
    strata::json::decode_integer(reader, value, bounds);
    REQUIRE(reader.problems().size() == 1);
    return reader.problems().front().code + ": " + reader.problems().front().message;
}

template <class T>
auto refused(std::string_view text) -> std::string {
    Reader reader(text);
    std::optional<T> value;
    decode(reader, value);
    REQUIRE(reader.problems().size() == 1);
    return reader.problems().front().code + ": " + reader.problems().front().message;
}

}  // namespace

TEST_CASE("a number past 64 bits breaks the schema's bound, or is out of range") {
    for (const std::string_view large : {"100", "9223372036854775808", "1e30"}) {
        CHECK(refused<std::int64_t>(large, {.maximum = 99}) == "maximum: must be at most 99");
        CHECK(refused<shop::Count>(large) == "maximum: must be at most 99");
    }
    CHECK(refused<std::int64_t>("-1e30", {.minimum = -7}) == "minimum: must be at least -7");
    CHECK(refused<std::uint64_t>("-1", {.minimum = 3}) == "minimum: must be at least 3");
    CHECK(refused<std::uint64_t>("1e30", {.maximum = 7}) == "maximum: must be at most 7");
    CHECK(refused<std::int64_t>("1e30", {.minimum = 1}) ==
          "maximum: is out of range: must be at most 9223372036854775807");
    CHECK(refused<std::int64_t>("1e30") ==
          "maximum: is out of range: must be at most 9223372036854775807");
    // Neither bound nor multiple is what such a number breaks first.
    CHECK(refused<shop::Count>("-1e30") ==
          "minimum: is out of range: must be at least -9223372036854775808");
    CHECK(refused<std::uint64_t>("1e30") ==
          "maximum: is out of range: must be at most 18446744073709551615");
    CHECK(refused<std::int64_t>("1.5", {.maximum = 99}) == "type: must be an integer");
}

TEST_CASE("the problems before a number past 64 bits stay") {
    Reader reader(R"([true, 1e30])");
    std::optional<std::int64_t> value;
    REQUIRE(reader.begin_array());
    REQUIRE(reader.next_element());
    strata::json::decode_integer(reader, value, {.maximum = 9});
    REQUIRE(reader.next_element());
    strata::json::decode_integer(reader, value, {.maximum = 9});
    REQUIRE(!reader.next_element());
    REQUIRE(reader.problems().size() == 2);
    CHECK(reader.problems()[0].pointer == "/0");
    CHECK(reader.problems()[0].message == "must be an integer");
    CHECK(reader.problems()[1].pointer == "/1");
    CHECK(reader.problems()[1].message == "must be at most 9");
}

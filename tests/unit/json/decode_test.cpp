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

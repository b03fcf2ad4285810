#include "strata/json/reader.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "strata/json/json.hpp"

using strata::json::Json;
using strata::json::Kind;
using strata::json::Problem;
using strata::json::Reader;

namespace {

template <class T>
auto read(std::string_view text) -> std::optional<T> {
    Reader reader(text);
    T value{};
    if (reader.read(value) && reader.finish()) return value;
    return std::nullopt;
}

template <class T>
auto code_of(std::string_view text) -> std::string {
    Reader reader(text);
    T value{};
    if (reader.read(value)) return "read";
    return reader.ok() ? reader.problems().at(0).code : "syntax";
}

}  // namespace

TEST_CASE("an integer is exact, in any of its spellings") {
    CHECK(read<std::int64_t>("9223372036854775807") == std::numeric_limits<std::int64_t>::max());
    CHECK(read<std::int64_t>("-9223372036854775808") == std::numeric_limits<std::int64_t>::min());
    CHECK(read<std::uint64_t>("18446744073709551615") == std::numeric_limits<std::uint64_t>::max());
    CHECK(read<std::int64_t>("1.0") == 1);
    CHECK(read<std::int64_t>("1e2") == 100);
    CHECK(read<std::int64_t>("-0") == 0);
    CHECK(read<std::int64_t>("12300e-2") == 123);
    CHECK(read<std::int64_t>("9007199254740993.0") == 9007199254740993);
    CHECK(read<std::uint64_t>("1844674407370955161.5e1") ==
          std::numeric_limits<std::uint64_t>::max());
}

TEST_CASE("what is no integer of the target's range is a problem, not a wrong number") {
    CHECK(code_of<std::int64_t>("9223372036854775808") == "maximum");
    CHECK(code_of<std::int64_t>("-9223372036854775809") == "minimum");
    CHECK(code_of<std::int64_t>("1e300") == "maximum");
    CHECK(code_of<std::uint64_t>("18446744073709551616") == "maximum");
    CHECK(code_of<std::uint64_t>("-1") == "minimum");
    CHECK(code_of<std::int64_t>("1.5") == "type");
    CHECK(code_of<std::int64_t>("1.00000000000000000001") == "type");
    CHECK(code_of<std::int64_t>("9007199254740993.5") == "type");
    CHECK(code_of<std::int64_t>("1e-400") == "type");
    CHECK(code_of<std::uint64_t>("-1e30") == "minimum");
    CHECK(code_of<std::int64_t>("\"1\"") == "type");
    CHECK(code_of<std::int64_t>("1e400") == "syntax");
    CHECK(code_of<std::int64_t>("01") == "syntax");
}

TEST_CASE("a double is the nearest one") {
    CHECK(read<double>("0.1") == 0.1);
    CHECK(read<double>("123") == 123.0);
    CHECK(read<double>("1e308") == 1e308);
    CHECK(read<double>("-12.50") == -12.5);
    CHECK(read<double>("9007199254740993e-3") == 9007199254740993e-3);
    CHECK(read<double>("123456789012345678e-22") == 123456789012345678e-22);
    CHECK(read<double>("1e22") == 1e22);
    CHECK(read<double>("1e23") == 1e23);
    CHECK(read<double>("3.14159e-23") == 3.14159e-23);
    CHECK(read<double>("4.9e-324") == 4.9e-324);
    CHECK(read<double>("1e-400") == 5e-324);  // above zero, as the number is
    CHECK(read<double>("12345678901234567890123") == 12345678901234567890123.0);
    const auto zero = read<double>("-0");
    REQUIRE(zero);
    CHECK(std::signbit(*zero));
}

TEST_CASE("strings with escapes come out decoded, plain ones as views into the text") {
    const std::string_view text = R"(["plain","a\u00e9\uD834\uDD1E\n\"z"])";
    Reader reader(text);
    REQUIRE(reader.begin_array());
    std::string_view view;
    REQUIRE(reader.next_element());
    REQUIRE(reader.read_string(view));
    CHECK(view == "plain");
    CHECK(view.data() == text.data() + 2);
    REQUIRE(reader.next_element());
    REQUIRE(reader.read_string(view));
    CHECK(view == "a\xC3\xA9\xF0\x9D\x84\x9E\n\"z");
    CHECK_FALSE(reader.next_element());
    CHECK(reader.finish());
}

TEST_CASE("uuids and timestamps are read from their formats") {
    CHECK(read<strata::Uuid>(R"("2EB8AA08-AA98-11EA-B4AA-73B441D16380")")->to_string() ==
          "2eb8aa08-aa98-11ea-b4aa-73b441d16380");
    CHECK(read<strata::Timestamp>(R"("2026-01-02T05:04:05+02:00")")->to_string() ==
          "2026-01-02T03:04:05.000000Z");
    CHECK(code_of<strata::Uuid>(R"("x")") == "format");
    CHECK(code_of<strata::Timestamp>(R"("yesterday")") == "format");
    CHECK(code_of<strata::Uuid>("1") == "type");
}

TEST_CASE("all problems are collected, each with its pointer") {
    Reader reader(R"({"a":{"b":[1,"x",true]},"c/d~e":7,"titel":1,"f":{}})");
    const std::string_view names[] = {"title", "text"};
    REQUIRE(reader.begin_object());
    std::string_view key;
    while (reader.next_member(key)) {
        if (key == "a") {
            REQUIRE(reader.begin_object());
            while (reader.next_member(key)) {
                REQUIRE(reader.begin_array());
                std::int64_t number = 0;
                while (reader.next_element()) static_cast<void>(reader.read(number));
                reader.problem("maxItems", "too many");
            }
        } else if (key == "c/d~e") {
            std::string text;
            CHECK_FALSE(reader.read(text));
        } else if (key == "titel") {
            reader.unknown(key, names);
            reader.skip();
        } else {
            REQUIRE(reader.begin_object());
            CHECK_FALSE(reader.next_member(key));
            reader.missing("g");
        }
    }
    reader.missing("h");
    CHECK_FALSE(reader.finish());
    CHECK(reader.ok());
    const std::vector<Problem> expected{
        {"/a/b/1", "type", "must be an integer"},
        {"/a/b/2", "type", "must be an integer"},
        {"/a/b", "maxItems", "too many"},
        {"/c~1d~0e", "type", "must be a string"},
        {"/titel", "additionalProperties", "unknown member; did you mean \"title\"?"},
        {"/f", "required", "must have the member \"g\""},
        {"", "required", "must have the member \"h\""},
    };
    CHECK(reader.problems() == expected);
}

TEST_CASE("problems are capped") {
    std::string text = "[";
    for (int i = 0; i < 40; ++i) text += i == 0 ? "\"x\"" : ",\"x\"";
    text += ']';
    Reader reader(text);
    REQUIRE(reader.begin_array());
    bool value = false;
    while (reader.next_element()) {
        // Also past the cap a value that was not read is not taken for a whole one.
        const auto mark = reader.mark();
        CHECK_FALSE(reader.read(value));
        CHECK(reader.problems_since(mark));
    }
    CHECK_FALSE(reader.finish());
    CHECK(reader.problems().size() == Reader::max_problems);
}

TEST_CASE("a syntax error has a place, and ends every loop") {
    Reader reader("{\"a\": 1,\n \"\xC3\xA9\": tru}");
    REQUIRE(reader.begin_object());
    std::string_view key;
    REQUIRE(reader.next_member(key));
    std::int64_t number = 0;
    REQUIRE(reader.read(number));
    REQUIRE(reader.next_member(key));
    bool value = false;
    CHECK_FALSE(reader.read(value));
    CHECK_FALSE(reader.next_member(key));
    CHECK_FALSE(reader.ok());
    CHECK_FALSE(reader.finish());
    CHECK(reader.peek() == Kind::invalid);
    const auto error = reader.syntax_error();
    CHECK(error.offset == 16);
    CHECK(error.line == 2);
    CHECK(error.column == 7);
    CHECK(error.message == "expected a value");
}

TEST_CASE("a duplicate key is a syntax error at the second one, whoever finds it") {
    Reader told("{\"a\":1, \"a\":2}");
    REQUIRE(told.begin_object());
    std::string_view key;
    REQUIRE(told.next_member(key));
    told.skip();
    REQUIRE(told.next_member(key));
    told.duplicate(key);
    CHECK(told.syntax_error().offset == 8);

    Reader ignored("{\"x\":1, \"y\":1, \"x\":2}");
    REQUIRE(ignored.begin_object());
    while (ignored.next_member(key)) ignored.ignore(key);
    CHECK(ignored.syntax_error().offset == 15);
    CHECK(ignored.syntax_error().message == "duplicate key");
}

TEST_CASE("a mark lets a value be read again, without the problems of the first try") {
    Reader reader(R"([{"a":[1,2]}, 5])");
    REQUIRE(reader.begin_array());
    REQUIRE(reader.next_element());
    const auto mark = reader.mark();
    std::string text;
    CHECK_FALSE(reader.read(text));
    CHECK(reader.problems_since(mark));
    reader.reset(mark);
    CHECK_FALSE(reader.problems_since(mark));
    CHECK(reader.raw() == R"({"a":[1,2]})");
    REQUIRE(reader.next_element());
    std::int64_t number = 0;
    CHECK(reader.read(number));
    CHECK_FALSE(reader.next_element());
    CHECK(reader.finish());
}

TEST_CASE("reading again is bounded, so that nested alternatives can't explode") {
    const std::string text = "[" + std::string(2000, ' ') + "1]";
    Reader reader(text);
    const auto mark = reader.mark();
    int tries = 0;
    for (; reader.ok() && tries < 100'000; ++tries) {
        reader.skip();
        reader.reset(mark);
    }
    CHECK(tries > 16);
    CHECK(tries < 1000);
    CHECK(reader.syntax_error().message == "too many alternatives to try");
}

TEST_CASE("null is taken only where it stands") {
    Reader reader("[null,1]");
    REQUIRE(reader.begin_array());
    REQUIRE(reader.next_element());
    CHECK(reader.read_null());
    REQUIRE(reader.next_element());
    CHECK_FALSE(reader.read_null());
    CHECK(reader.problems().empty());
    CHECK(reader.peek() == Kind::number);
}

TEST_CASE("a member of any type becomes a Json") {
    Reader reader(R"({"a":{"x":[1,2.5,"s",null,false]}})");
    REQUIRE(reader.begin_object());
    std::string_view key;
    REQUIRE(reader.next_member(key));
    Json json;
    REQUIRE(reader.read_json(json));
    CHECK(json.to_string() == R"({"x":[1,2.5,"s",null,false]})");
    CHECK_FALSE(reader.next_member(key));
    CHECK(reader.finish());
}

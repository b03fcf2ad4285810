// Alternatives that are tried, told apart by their kind or tag, and tuples: what generated decoders
// make of them, and what their encoders write.
#include <doctest/doctest.h>

#include "schemas/alternatives.hpp"
#include "strata/json/decode.hpp"
#include "strata/json/encode.hpp"
#include "strata/json/reader.hpp"
#include "strata/json/writer.hpp"

namespace {

namespace alternatives = schemas::alternatives;
using strata::json::Json;

template <class T>
auto read(std::string_view text) -> T {
    strata::json::Reader reader(text);
    std::optional<T> value;
    decode(reader, value);
    REQUIRE(reader.finish());
    REQUIRE(value);
    return *std::move(value);
}

// "/pointer: message" of the first problem.
template <class T>
auto problem(std::string_view text) -> std::string {
    strata::json::Reader reader(text);
    std::optional<T> value;
    decode(reader, value);
    REQUIRE(!reader.finish());
    REQUIRE(reader.ok());
    return reader.problems().front().pointer + ": " + reader.problems().front().message;
}

template <class T>
auto written(const T& value) -> std::string {
    std::string text;
    strata::json::Writer writer(text);
    encode(writer, value);
    return text;
}

// Read and written again.
template <class T>
auto again(std::string_view text) -> std::string {
    return written(read<T>(text));
}

}  // namespace

TEST_CASE("of oneOf exactly one alternative must match") {
    using alternatives::Contact;
    const auto contact = read<Contact>(R"({"mail": "m"})");
    CHECK(std::get<alternatives::Mail>(contact).mail == "m");
    CHECK(again<Contact>(R"({ "phone": "1" })") == R"({"phone":"1"})");
    CHECK(problem<Contact>(R"({"phone": 1})") ==
          ": must match one of the alternatives, but matches none (1: /phone must be a string; 2: "
          "must have the member \"mail\")");
    CHECK(problem<Contact>(R"({"phone": "1", "mail": "m"})") ==
          ": must match exactly one of the alternatives, but matches alternatives 1 and 2");
    CHECK(problem<Contact>(R"({"phone": "1", "other": 1})") == "/other: is not allowed");
}

TEST_CASE("of anyOf the first alternative that matches is held, or the whole where several do") {
    using alternatives::Contacts;
    CHECK(std::get<alternatives::Phone>(read<Contacts>(R"({"phone": "1"})")).phone == "1");
    const auto both = read<Contacts>(R"({"phone": "1", "mail": "m"})");
    CHECK(std::get<Json>(both).at("mail").as_string() == "m");
    CHECK(written(both) == R"({"mail":"m","phone":"1"})");
    CHECK(problem<Contacts>("[]") ==
          ": must match at least one of the alternatives (1: must be an object; 2: must be an "
          "object)");
    static_assert(std::variant_size_v<alternatives::Size::variant> == 2);
    CHECK(read<alternatives::Size>(R"({"width": 1, "depth": 2})").index() == 1);
    CHECK(read<alternatives::Size>(R"({"width": 1})").index() == 0);
    CHECK(problem<alternatives::Size>(R"({"width": 1, "depth": "2"})") == "/depth: is not allowed");
}

TEST_CASE("the kind of JSON value and the tag tell alternatives apart in one pass") {
    using alternatives::KeyValue;
    static_assert(std::same_as<alternatives::Key, std::optional<KeyValue>>);
    CHECK(std::get<std::string>(read<KeyValue>(R"("k")")) == "k");
    CHECK(std::get<alternatives::ById>(read<KeyValue>(R"({"id": 7, "by": "id"})")).id == 7);
    CHECK(problem<KeyValue>(R"({"by": "name", "name": 1})") == "/name: must be a string");
    CHECK(problem<KeyValue>(R"({"by": "rank"})") ==
          "/by: must be one of the values that the schema lists");
    CHECK(problem<KeyValue>("true") == ": must be one of string, object");
    const auto entry = read<alternatives::Entry>(R"({"kind": "entry", "key": null})");
    CHECK(!entry.key);
    CHECK(written(entry) == R"({"key":null,"kind":"entry"})");
}

TEST_CASE("alternatives of one C++ type are that type, with a rule") {
    using alternatives::Address;
    CHECK(read<Address>(R"("::1")").value() == "::1");
    CHECK(Address::parse("127.0.0.1"));
    REQUIRE(!Address::parse("localhost"));
    CHECK(Address::parse("localhost").error().get<strata::Invalid>().keyword == "anyOf");
    CHECK(problem<Address>(R"("x")") == ": must match at least one of the alternatives");
    CHECK(problem<alternatives::Entry>(R"({"kind": "entry", "key": null, "host": "x"})") ==
          "/host: must match at least one of the alternatives (1: must be a valid ipv4; 2: must be "
          "a valid ipv6)");
}

TEST_CASE("alternatives of one kind are tried on the same text") {
    using alternatives::Code;
    CHECK(std::get<strata::Uuid>(read<Code>(R"("0190c8a4-0000-7000-8000-000000000001")"))
              .to_string() == "0190c8a4-0000-7000-8000-000000000001");
    CHECK(std::get<std::string>(read<Code>(R"("abcd")")) == "abcd");
    CHECK(std::get<std::int64_t>(read<Code>("7")) == 7);
    CHECK(problem<Code>("0") == ": must be at least 1");
    CHECK(
        problem<Code>(R"("abcde")") ==
        ": must match one of the alternatives, but matches none (1: must be a valid uuid; 2: must "
        "have at most 4 characters; 3: must be an integer)");
}

TEST_CASE("a tuple has just so many items, each with its own rules") {
    using alternatives::Entry;
    const auto entry = read<Entry>(
        R"({"kind": "entry", "key": "k", "level": 2, "places": [[1.5, -90], [0, 0]], "pair": ["a", null]})");
    CHECK(entry.level == 2);
    REQUIRE(entry.places);
    CHECK(entry.places->front() == alternatives::Place(1.5, -90));
    CHECK(entry.pair == std::tuple<std::string, std::optional<std::int64_t>>("a", std::nullopt));
    CHECK(written(entry) ==
          R"({"key":"k","places":[[1.5,-90],[0,0]],"pair":["a",null],"kind":"entry","level":2})");
    const auto fault = [](const std::string& places) {
        return problem<Entry>(R"({"kind": "entry", "key": "k", "places": )" + places + "}");
    };
    CHECK(fault("[[1]]") == "/places/0: must have at least 2 items");
    CHECK(fault("[[0, 0], [1, 2, 3]]") == "/places/1/2: is not allowed");
    CHECK(fault("[[0, 91]]") == "/places/0/1: must be at most 90");
    CHECK(fault("[1]") == "/places/0: must be an array");
}

TEST_CASE("a tuple may hold the type that holds it") {
    constexpr std::string_view text = R"({"pair":[1,{"pair":[2,3]}]})";
    CHECK(again<alternatives::Tree>(text) == text);
    CHECK(problem<alternatives::Tree>(R"({"pair":[1,{"pair":[2,"3"]}]})") ==
          "/pair/1/pair/1: must be one of number, object");
}

// Path and query values become JSON by the schemas of their parameters, bodies never do.
#include "protocol/parameters.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using strata::contract::Coercion;
using strata::contract::Method;
using strata::contract::Parameter;

namespace {

auto coerced(Coercion coercion, std::string_view value) -> std::string {
    std::string out;
    strata::protocol::append_coerced(coercion, value, out);
    return out;
}

struct Spliced {
    std::string text{};
    std::vector<strata::json::Problem> problems{};
};

auto splice(std::string_view query, std::string_view body = {}) -> Spliced {
    static const std::vector<Parameter> parameters{
        {.name = "count", .coercion = Coercion::integer},
        {.name = "ratio", .coercion = Coercion::number},
        {.name = "open", .coercion = Coercion::boolean},
        {.name = "filter", .coercion = Coercion::json},
        {.name = "name"},
        {.name = "tags", .repeated = true},
        {.name = "sizes", .coercion = Coercion::integer, .repeated = true},
    };
    static const Method method = [] {
        Method made{};
        made.parameters = parameters;
        return made;
    }();
    const strata::http::RouteMatch match{};
    Spliced out;
    out.problems = strata::protocol::append_parameters(
        method, {.match = &match, .query = query, .body = body}, out.text);
    return out;
}

auto spliced(std::string_view query, std::string_view body = {}) -> std::string {
    return splice(query, body).text;
}

}  // namespace

TEST_CASE("a number is taken as one only where its schema asks for one") {
    for (const Coercion kind : {Coercion::integer, Coercion::number}) {
        for (const char* text : {"0", "-5", "12345678901234567890", "1.5", "1e2", "-0.0"})
            CHECK(coerced(kind, text) == text);
        for (const char* text : {"", "five", "+5", "05", "0x5", "5 ", " 5", "NaN", "Infinity",
                                 "1e999", "true", "null", "[5]", "5,6"})
            CHECK(coerced(kind, text) == '"' + std::string(text) + '"');
    }
    CHECK(coerced(Coercion::string, "5") == "\"5\"");
    CHECK(coerced(Coercion::string, "true") == "\"true\"");
    CHECK(coerced(Coercion::string, "null") == "\"null\"");
    CHECK(coerced(Coercion::string, "a\"b\n") == R"("a\"b\n")");
}

TEST_CASE("a boolean is true or false in these letters") {
    CHECK(coerced(Coercion::boolean, "true") == "true");
    CHECK(coerced(Coercion::boolean, "false") == "false");
    for (const char* text : {"", "True", "1", "0", "yes", "on", "true "})
        CHECK(coerced(Coercion::boolean, text) == '"' + std::string(text) + '"');
}

TEST_CASE("what is no scalar is JSON, or else a text") {
    CHECK(coerced(Coercion::json, R"({"a":[1]})") == R"({"a":[1]})");
    CHECK(coerced(Coercion::json, "12") == "12");
    CHECK(coerced(Coercion::json, "{a}") == "\"{a}\"");
    CHECK(coerced(Coercion::json, R"({"a":1,"a":2})").starts_with('"'));
    CHECK(coerced(Coercion::json, "1}").starts_with('"'));
}

TEST_CASE("the values of a query go by their parameters, and repeated names are arrays") {
    CHECK(spliced("count=5&ratio=0.5&open=true&name=7") ==
          R"({"count":5,"ratio":0.5,"open":true,"name":"7"})");
    CHECK(spliced("name=a%20b%26c+d") == R"({"name":"a b&c d"})");
    CHECK(spliced("tags=1&count=2&tags=b") == R"({"tags":["1","b"],"count":2})");
    CHECK(spliced("sizes=1&sizes=x") == R"({"sizes":[1,"x"]})");
    CHECK(spliced("sizes=7") == R"({"sizes":[7]})");
    CHECK(spliced("filter=%7B%22a%22%3A1%7D") == R"({"filter":{"a":1}})");
    // Nobody's parameter: a text, which the decoder refuses by its name.
    CHECK(spliced("other=5") == R"({"other":"5"})");
    CHECK(spliced("") == "{}");
}

TEST_CASE("a name that is given again is left out and told once, unless it is an array") {
    const Spliced out = splice("count=5&tags=a&count=6&tags=b&other=1&count=7&other=2");
    CHECK(out.text == R"({"count":5,"tags":["a","b"],"other":"1"})");
    const std::string message = "is given more than once, and takes one value";
    CHECK(out.problems == std::vector<strata::json::Problem>{{"/count", "maxItems", message},
                                                             {"/other", "maxItems", message}});
    CHECK(splice("count=5&tags=a&tags=b").problems.empty());
}

TEST_CASE("a body is taken as it is") {
    CHECK(spliced("", R"({"count":"5"})") == R"({"count":"5"})");
    CHECK(spliced("ratio=1", R"({"count":"5"})") == R"({"ratio":1,"count":"5"})");
    CHECK(spliced("ratio=1", " {} ") == R"({"ratio":1})");
    CHECK(spliced("ratio=1", "[1]") == "[1]");
}

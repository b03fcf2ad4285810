// Members meet their properties by the order of keys, which is compared eight bytes at a time.
#include "schema/key_order.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "strata/schema/schema.hpp"

using strata::json::Json;
using strata::schema::compare_rest;
using strata::schema::key_prefix;
using strata::schema::Schema;

namespace {

auto sign(int value) -> int { return (value > 0) - (value < 0); }

// Lengths about eight and sixteen, bytes above 127, NULs, common beginnings.
auto keys() -> std::vector<std::string> {
    std::vector<std::string> out{"", std::string(1, '\0'), std::string(8, '\0'), "\x7F",
                                 "\xC3\xA9"};
    for (const std::string base :
         {"a", "additional", "additionalProperties", "patternProperties"}) {
        for (std::size_t size = 1; size <= base.size(); ++size) {
            out.push_back(base.substr(0, size));
            out.push_back(base.substr(0, size - 1) + "~");
            out.push_back(base.substr(0, size) + '\0');
        }
    }
    return out;
}

}  // namespace

TEST_CASE("keys are ordered as their bytes are") {
    const auto all = keys();
    for (const auto& a : all) {
        for (const auto& b : all) {
            CAPTURE(a);
            CAPTURE(b);
            const auto x = key_prefix(a);
            const auto y = key_prefix(b);
            const int order = x != y ? (x < y ? -1 : 1) : sign(compare_rest(a, b));
            CHECK(order == sign(a.compare(b)));
        }
    }
}

TEST_CASE("every member meets its property, whatever the keys") {
    Json schema = Json::object();
    Json document = Json::object();
    schema["additionalProperties"] = false;
    for (const auto& key : keys()) {
        schema["properties"][key]["const"] = key;
        document[key] = key;
    }
    const auto compiled = Schema::compile(schema);
    REQUIRE(compiled.has_value());
    CHECK(compiled->is_valid(document));
    for (const auto& key : keys()) {
        Json wrong = document;
        wrong[key] = 1;
        CHECK_FALSE(compiled->is_valid(wrong));
        Json more = document;
        more[key + "x"] = 1;
        CHECK(compiled->is_valid(more) == document.contains(key + "x"));
    }
}

#include "tools/contract/load.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

// What is wrong with a contract whose $defs, errors and methods are these.
auto faults(const std::string& definitions, const std::string& methods = "{}") -> std::string {
    strata::tools::Diagnostics diagnostics;
    const auto text =
        "{\"$defs\": " + definitions +
        ",\n\"errors\": {\"gone\": {\"status\": 410, \"message\": \"Gone\"}},\n\"methods\": " +
        methods + "}";
    const auto model = strata::tools::load_texts({{"orders.schema", text}}, diagnostics);
    return diagnostics.to_string();
}

auto names(const std::string& text, const std::string& part) -> bool {
    CAPTURE(text);
    CAPTURE(part);
    return text.starts_with("schemas/orders.schema:") && text.find(part) != std::string::npos;
}

const std::string order =
    R"({"Order": {"type": "object", "properties": {"id": {"type": "string"}}}})";

}  // namespace

TEST_CASE("a sound contract has no faults") {
    CHECK(faults(order, R"({"find": {"transaction": "read", "http": "GET /orders/{id}",
        "parameters": {"id": "Order/id"}, "returns": "Order", "errors": ["gone"],
        "examples": [{"parameters": {"id": "a"}, "returns": {"id": "a"}}]}})") == "");
}

TEST_CASE("what is misspelt is told with its place and what was meant") {
    CHECK(names(faults(R"({"Name": {"type": "string", "maxLenght": 3}})"), "maxLength"));
    CHECK(names(faults(order, R"({"find": {"returns": "Ordr"}})"), "Order"));
    CHECK(names(faults(order, R"({"find": {"acess": "public"}})"), "access"));
    CHECK(names(faults(order, R"({"find": {"errors": ["gon"]}})"), "gone"));
    CHECK(faults(R"({"Name":\n {"type": "strin"}})").empty() == false);
}

TEST_CASE("what would have no effect is refused, not ignored") {
    CHECK(names(
        faults(order, R"({"find": {"parameters": {"many": {"type": "integer", "default": 1}}}})"),
        "many?"));
    CHECK(names(faults(order, R"({"find": {"examples": [{"given": ""}]}})"), "fixture"));
    CHECK(names(faults(order, R"({"find": {"examples": [{"givn": "a fixture"}]}})"), "given"));
    CHECK(names(faults(order, R"({"find": {"returns": "Order", "errors": ["gone"],
                    "examples": [{"returns": {"id": "a"}, "error": "gone"}]}})"),
                "not both"));
    CHECK(faults(order, R"({"find": {"examples": [{"given": "a fixture"}]}})").empty());
}

TEST_CASE("a member that is required but not listed may be one of the others") {
    const std::string open = R"({"Tags": {"type": "object", "required": ["first"],
        "properties": {"second": {"type": "string"}}, "additionalProperties": {"type": "string"}}})";
    CHECK(faults(open).empty());
    CHECK(names(faults(R"({"Tags": {"type": "object", "required": ["first"],
                    "properties": {"second": {"type": "string"}}}})"),
                "\"first\" is required but no property"));
}

TEST_CASE("a version is one integer of an object, and who takes it can be refused for it") {
    const std::string revision = R"("Revision": {"type": "integer", "version": true})";
    const std::string thing =
        "{" + revision +
        R"(, "Thing": {"type": "object", "properties": {"version": {"$ref": "#/$defs/Revision"}}}})";
    CHECK(faults(thing).empty());
    CHECK(names(faults(thing, R"({"find": {"parameters": {"version": "Thing/version"}}})"),
                "declares the error version_conflict"));
    CHECK(names(
        faults(
            R"({"Thing": {"type": "object", "properties": {"a": {"type": "string", "version": true}}}})"),
        "a version is an integer"));
    CHECK(names(
        faults("{" + revision +
               R"(, "Thing": {"type": "object", "properties": {"a": {"$ref": "#/$defs/Revision"},
                           "b": {"$ref": "#/$defs/Revision"}}}})"),
        "is the version already"));
}

TEST_CASE("what can't hold is a fault") {
    CHECK(names(faults(R"({"Name": {"$ref": "#/$defs/Nothing"}})"), "Nothing"));
    CHECK(names(faults(R"({"Name": {"type": "string", "pattern": "("}})"), "pattern"));
    CHECK(names(faults(order, R"({"find": {"http": "GET /orders"}})"), "GET"));
    CHECK(names(faults(order, R"({"find": {"http": "POST /orders/{id}"}})"), "id"));
    CHECK(names(faults(order, R"({"find": {"lock": "order/{id}"}})"), "id"));
    CHECK(names(
        faults(order, R"({"find": {"returns": "Order", "examples": [{"returns": {"id": 5}}]}})"),
        "id"));
}

TEST_CASE("a type that merges two which hold themselves is made once") {
    CHECK(faults(R"({
        "A": {"type": "object", "properties": {"next": {"$ref": "#/$defs/A"}, "a": {"type": "string"}}},
        "B": {"type": "object", "properties": {"next": {"$ref": "#/$defs/B"}, "b": {"type": "string"}}},
        "Both": {"allOf": [{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/B"}]},
        "Twice": {"allOf": [{"type": "object", "properties": {"next": {"$ref": "#/$defs/Twice"}}},
                            {"type": "object", "properties": {"next": {"$ref": "#/$defs/Twice"}}}]}
    })") == "");
}

// docs/schemas.md: the tables between its marks are made from the code's own table of keywords and
// from what the generator makes of an example of every construct. STRATA_UPDATE_GOLDEN=1 writes
// them.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tools/contract/keywords.hpp"
#include "tools/contract/load.hpp"

namespace fs = std::filesystem;
using namespace strata::tools;

namespace {

const fs::path page = fs::path(STRATA_SOURCE_DIR) / "docs/schemas.md";

struct Example {
    std::string_view construct;
    std::string_view schema;  // of a required member
    std::string_view definitions = "";
};

constexpr Example examples[]{
    {"text", R"({"type": "string", "minLength": 1, "maxLength": 40, "pattern": "^[a-z]+$"})"},
    {"text of a format", R"({"type": "string", "format": "email"})"},
    {"identifier", R"({"type": "string", "format": "uuid"})"},
    {"instant", R"({"type": "string", "format": "date-time"})"},
    {"byte string", R"({"type": "string", "contentEncoding": "base64"})"},
    {"integer", R"({"type": "integer", "minimum": 1, "maximum": 99, "multipleOf": 3})"},
    {"integer past int64", R"({"type": "integer", "format": "uint64"})"},
    {"number", R"({"type": "number", "exclusiveMinimum": 0})"},
    {"truth", R"({"type": "boolean"})"},
    {"constant", R"({"const": "circle", "type": "string"})"},
    {"enumeration", R"({"type": "string", "enum": ["small", "large"]})"},
    {"integers listed", R"({"type": "integer", "enum": [1, 2, 3]})"},
    {"a type that its values tell", R"({"enum": [1.5, 2]})"},
    {"or null", R"({"type": ["string", "null"]})"},
    {"or null", R"({"anyOf": [{"type": "integer"}, {"type": "null"}]})"},
    {"named scalar", R"({"$ref": "#/$defs/Title"})",
     R"("Title": {"type": "string", "maxLength": 9})"},
    {"array",
     R"({"type": "array", "items": {"type": "number"}, "minItems": 1, "uniqueItems": true})"},
    {"map", R"({"type": "object", "additionalProperties": {"type": "integer"}})"},
    {"object",
     R"({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer", "default": 5}, "c": {"type": "boolean"}}, "required": ["a"]})"},
    {"object with others",
     R"({"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": {"type": "integer"}})"},
    {"several as one",
     R"({"allOf": [{"$ref": "#/$defs/Dated"}, {"type": "object", "properties": {"a": {"type": "string"}}}]})",
     R"("Dated": {"type": "object", "properties": {"at": {"type": "string", "format": "date-time"}}, "required": ["at"]})"},
    {"alternatives with a tag",
     R"({"oneOf": [{"type": "object", "properties": {"kind": {"const": "circle", "type": "string"}}, "required": ["kind"]}, {"type": "object", "properties": {"kind": {"const": "line", "type": "string"}}, "required": ["kind"]}]})"},
    {"alternatives of different kinds", R"({"anyOf": [{"type": "string"}, {"type": "integer"}]})"},
    {"alternatives, or null",
     R"({"anyOf": [{"type": "string"}, {"type": "boolean"}, {"type": "null"}]})"},
    {"alternatives with a tag, and others",
     R"({"oneOf": [{"type": "string"}, {"type": "object", "properties": {"by": {"const": "id"}, "id": {"type": "integer"}}, "required": ["by", "id"]}, {"type": "object", "properties": {"by": {"const": "name"}, "name": {"type": "string"}}, "required": ["by", "name"]}]})"},
    {"alternatives of one type",
     R"({"anyOf": [{"type": "string", "format": "ipv4"}, {"type": "string", "format": "ipv6"}]})"},
    {"alternatives of one kind, tried",
     R"({"oneOf": [{"type": "string", "format": "uuid"}, {"type": "string", "maxLength": 8}, {"type": "integer"}]})"},
    {"alternatives that are tried",
     R"({"oneOf": [{"type": "object", "title": "phone", "properties": {"phone": {"type": "string"}}, "required": ["phone"]}, {"type": "object", "title": "mail", "properties": {"mail": {"type": "string"}}, "required": ["mail"]}]})"},
    {"alternatives that may come together",
     R"({"anyOf": [{"type": "object", "title": "phone", "properties": {"phone": {"type": "string"}}, "required": ["phone"]}, {"type": "object", "title": "mail", "properties": {"mail": {"type": "string"}}, "required": ["mail"]}]})"},
    {"itself inside", R"({"$ref": "#/$defs/Comment"})",
     R"("Comment": {"type": "object", "properties": {"parent": {"$ref": "#/$defs/Comment"}}})"},
    {"tuple",
     R"({"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": false, "minItems": 2})"},
    {"tuple that may end early",
     R"({"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": false})"},
    {"list after a tuple",
     R"({"type": "array", "prefixItems": [{"type": "string"}], "items": {"type": "integer"}})"},
    {"members by pattern",
     R"({"type": "object", "patternProperties": {"^x-": {"type": "string"}}})"},
    {"names of members",
     R"({"type": "object", "propertyNames": {"maxLength": 9}, "additionalProperties": {"type": "integer"}})"},
    {"members that need others",
     R"({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "dependentRequired": {"a": ["b"]}})"},
    {"an item of a kind",
     R"({"type": "array", "items": {"type": "integer"}, "contains": {"minimum": 3}})"},
    {"no two equal objects",
     R"({"type": "array", "items": {"$ref": "#/$defs/Point"}, "uniqueItems": true})",
     R"("Point": {"type": "object", "properties": {"x": {"type": "number"}}, "required": ["x"]})"},
    {"not",
     R"({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "not": {"required": ["a", "b"]}})"},
    {"condition",
     R"({"type": "object", "properties": {"a": {"type": "integer"}}, "if": {"required": ["a"]}, "then": {"minProperties": 1}})"},
    {"dependent schemas",
     R"({"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}, "dependentSchemas": {"a": {"required": ["b"]}}})"},
    {"not, of a text", R"({"type": "string", "not": {"const": "none"}})"},
    {"types listed", R"({"type": ["string", "integer"]})"},
    {"anything", "{}"},
};

auto read(const fs::path& path) -> std::string {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

auto members_of(const Definition& structure) -> std::string {
    std::string text;
    for (const Member& member : structure.members) {
        text += (text.empty() ? "" : " ") + cpp_type(member, structure.module) + " " +
                member.cpp_name + ";";
    }
    if (structure.additional) {
        text += " std::map<std::string, " + cpp_type(*structure.additional, structure.module) +
                "> additional;";
    }
    return text;
}

auto declaration(const Definition& definition) -> std::string {
    std::string parts;
    switch (definition.form) {
        case Form::enumeration:
            for (const Enumerator& each : definition.enumerators) {
                parts += (parts.empty() ? "" : ", ") + each.cpp_name;
            }
            return "enum class " + definition.name + " {" + parts + "}";
        case Form::structure:
            return "struct " + definition.name + " {" + members_of(definition) + "}";
        case Form::variant:
            for (const auto& type : definition.alternative_types()) {
                parts += (parts.empty() ? "" : ", ") + type;
            }
            return "struct " + definition.name + " : std::variant<" + parts + ">";
        case Form::scalar: return "class " + definition.name + ", made by parse()";
        case Form::alias: return "";
    }
    return "";
}

// What a required member "value" of the schema becomes.
auto generated(const Example& example) -> std::string {
    const std::string definitions =
        std::string(example.definitions) + (example.definitions.empty() ? "" : ", ");
    Diagnostics diagnostics;
    const auto model = load_texts(
        {{"page.schema", R"({"$defs": {)" + definitions +
                             R"("Example": {"type": "object", "properties": {"value": )" +
                             std::string(example.schema) + R"(}, "required": ["value"]}}})"}},
        diagnostics);
    CHECK(diagnostics.to_string() == "");
    const Module& module = *model.modules.front();
    const Member& member = module.find("Example")->members.front();
    std::string text = "`" + cpp_type(member, &module) + "`";
    if (!member.constant.empty()) return "a static member, not stored";
    if (const Definition* definition = member.type.definition) {
        const auto declared = declaration(*definition);
        if (!declared.empty()) text += ": `" + declared + "`";
    }
    const Definition* named = member.type.definition;
    if (!member.type.rule.schema.empty() || (named && !named->type.rule.schema.empty())) {
        text += ", checked by the compiled validator";
    }
    return text;
}

auto constructs() -> std::string {
    std::string text = "| construct | schema | C++ |\n|---|---|---|\n";
    for (const Example& example : examples) {
        text += "| " + std::string(example.construct) + " | `" + std::string(example.schema) +
                "` | " + generated(example) + " |\n";
    }
    return text;
}

auto support(Support support) -> std::string {
    if (support == Support::typed) return "is a C++ type, where the table above has it";
    if (support == Support::dynamic) return "is a `Json` that the compiled validator checks";
    return "is a C++ type where it is an object or an array, checked by the compiled validator";
}

auto keywords() -> std::string {
    std::string text = "| keyword | a value that it is part of |\n|---|---|\n";
    for (const Keyword& keyword : schema_keywords()) {
        text += "| `" + std::string(keyword.name) + "` | " + support(keyword.support) + " |\n";
    }
    text += "\nFormats:";
    for (const auto format : schema_formats()) text += " `" + std::string(format) + "`";
    return text + ".\n";
}

// The page with the part between <!-- NAME --> and <!-- end --> replaced.
auto with_part(std::string text, const std::string& name, const std::string& part) -> std::string {
    const std::string mark = "<!-- " + name + " -->\n";
    const auto begin = text.find(mark);
    REQUIRE(begin != std::string::npos);
    const auto end = text.find("<!-- end -->", begin);
    REQUIRE(end != std::string::npos);
    return text.replace(begin + mark.size(), end - begin - mark.size(), part);
}

}  // namespace

TEST_CASE("the page on schemas says what the code says") {
    const std::string text = read(page);
    const auto expected =
        with_part(with_part(text, "constructs", constructs()), "keywords", keywords());
    if (std::getenv("STRATA_UPDATE_GOLDEN") != nullptr) {
        std::ofstream(page, std::ios::binary) << expected;
        return;
    }
    CHECK_MESSAGE(text == expected, "docs/schemas.md is old; STRATA_UPDATE_GOLDEN=1 renews it");
}

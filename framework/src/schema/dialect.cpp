#include "schema/dialect.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace strata::schema {
namespace {

auto without_empty_fragment(std::string_view uri) -> std::string_view {
    if (uri.ends_with('#')) uri.remove_suffix(1);
    return uri;
}

// Turns on what a vocabulary brings; false if it is not known.
auto add_vocabulary(Dialect& dialect, std::string_view uri, bool required) -> bool {
    // Both generations name their vocabularies alike.
    const std::size_t name_at = uri.rfind('/') + 1;
    const auto name = uri.substr(name_at);
    if (!uri.starts_with("https://json-schema.org/draft/20")) return !required;
    if (name == "applicator") dialect.applicator = true;
    if (name == "applicator" && !dialect.is_draft2020()) dialect.unevaluated = true;
    if (name == "unevaluated") dialect.unevaluated = true;
    if (name == "validation") dialect.validation = true;
    if (name == "format-assertion") dialect.format_assertion = true;
    return true;
}

using Row = std::pair<std::string_view, Shape>;
constexpr std::array<Row, 22> shapes{{
    {"$defs", Shape::members},
    {"additionalItems", Shape::schema},
    {"additionalProperties", Shape::schema},
    {"allOf", Shape::schemas},
    {"anyOf", Shape::schemas},
    {"contains", Shape::schema},
    {"contentSchema", Shape::schema},
    {"definitions", Shape::members},
    {"dependencies", Shape::dependencies},
    {"dependentSchemas", Shape::members},
    {"else", Shape::schema},
    {"if", Shape::schema},
    {"items", Shape::schema_or_schemas},
    {"not", Shape::schema},
    {"oneOf", Shape::schemas},
    {"patternProperties", Shape::members},
    {"prefixItems", Shape::schemas},
    {"properties", Shape::members},
    {"propertyNames", Shape::schema},
    {"then", Shape::schema},
    {"unevaluatedItems", Shape::schema},
    {"unevaluatedProperties", Shape::schema},
}};

auto is_newer_than_draft7(std::string_view keyword) -> bool {
    return keyword == "$defs" || keyword == "dependentSchemas" || keyword == "contentSchema" ||
           keyword == "prefixItems" || keyword.starts_with("unevaluated");
}

}  // namespace

auto dialect_of(Draft draft) -> Dialect {
    if (draft == Draft::draft2020_12) return {};
    return {.generation = Generation::draft7, .unevaluated = false};
}

auto standard_dialect(std::string_view uri) -> std::optional<Dialect> {
    uri = without_empty_fragment(uri);
    if (uri == "https://json-schema.org/draft/2020-12/schema") return Dialect{};
    if (uri == "https://json-schema.org/draft/2019-09/schema") {
        return Dialect{.generation = Generation::draft2019_09};
    }
    if (uri == "http://json-schema.org/draft-07/schema" ||
        uri == "https://json-schema.org/draft-07/schema") {
        return dialect_of(Draft::draft7);
    }
    return std::nullopt;
}

auto restrict_dialect(Dialect dialect, const json::Json& vocabulary) -> std::optional<Dialect> {
    dialect.applicator = dialect.unevaluated = dialect.validation = false;
    for (const auto [uri, required] : vocabulary.members()) {
        const bool must = required.is_boolean() && required.as_bool();
        if (!add_vocabulary(dialect, uri, must)) return std::nullopt;
    }
    return dialect;
}

auto keyword_shape(const Dialect& dialect, std::string_view keyword) -> Shape {
    const auto found = std::ranges::find(shapes, keyword, &Row::first);
    if (found == shapes.end()) return Shape::none;
    if (dialect.is_draft7() && is_newer_than_draft7(keyword)) return Shape::none;
    if (keyword == "prefixItems" && !dialect.is_draft2020()) return Shape::none;
    if (dialect.is_draft2020() && keyword == "additionalItems") return Shape::none;
    if (dialect.is_draft2020() && keyword == "items") return Shape::schema;
    return found->second;
}

}  // namespace strata::schema

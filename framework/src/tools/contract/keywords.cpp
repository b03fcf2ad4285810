#include "tools/contract/keywords.hpp"

#include <algorithm>
#include <array>

namespace strata::tools {

namespace {

using enum KeywordValue;

constexpr auto keywords = std::to_array<Keyword>({
    {"$ref", reference, true, true},
    {"$defs", schema_map, false, true},
    {"$anchor", text, false, true},
    {"$comment", text, false, true},
    {"$id", text, false, false},
    {"$schema", text, false, true},
    {"$dynamicRef", text, true, false},
    {"$dynamicAnchor", text, false, false},
    {"allOf", schema_list, true, true},
    {"anyOf", schema_list, true, true},
    {"oneOf", schema_list, true, true},
    {"not", schema, true, false},
    {"if", schema, true, false},
    {"then", schema, true, false},
    {"else", schema, true, false},
    {"dependentSchemas", schema_map, true, false},
    {"dependentRequired", name_lists, false, false},
    {"type", type, false, true},
    {"enum", list, false, true},
    {"const", any, false, true},
    {"minLength", count, false, true},
    {"maxLength", count, false, true},
    {"pattern", pattern, false, true},
    {"format", format, false, true},
    {"contentEncoding", text, false, true},
    {"contentMediaType", text, false, true},
    {"contentSchema", schema, false, false},
    {"minimum", number, false, true},
    {"maximum", number, false, true},
    {"exclusiveMinimum", number, false, true},
    {"exclusiveMaximum", number, false, true},
    {"multipleOf", divisor, false, true},
    {"items", schema, false, true},
    {"prefixItems", schema_list, false, false},
    {"contains", schema, false, false},
    {"minContains", count, false, false},
    {"maxContains", count, false, false},
    {"minItems", count, false, true},
    {"maxItems", count, false, true},
    {"uniqueItems", flag, false, true},
    {"unevaluatedItems", schema, false, false},
    {"properties", schema_map, false, true},
    {"patternProperties", schema_map, false, false},
    {"additionalProperties", schema, false, true},
    {"unevaluatedProperties", schema, false, true},
    {"propertyNames", schema, false, false},
    {"required", name_list, false, true},
    {"minProperties", count, false, true},
    {"maxProperties", count, false, true},
    {"title", text, false, true},
    {"description", text, false, true},
    {"default", any, false, true},
    {"examples", any, false, true},
    {"deprecated", flag, false, true},
    {"readOnly", flag, false, true},
    {"writeOnly", flag, false, true},
    {"sensitive", flag, false, true},
    {"cpp", text, false, true},
    {"version", flag, false, true},
});

constexpr auto formats = std::to_array<std::string_view>(
    {"date-time", "date",          "time",  "duration",     "email",        "idn-email",
     "hostname",  "idn-hostname",  "ipv4",  "ipv6",         "uri",          "uri-reference",
     "iri",       "iri-reference", "uuid",  "uri-template", "json-pointer", "relative-json-pointer",
     "regex",     "int64",         "uint64"});

}  // namespace

auto schema_keywords() noexcept -> std::span<const Keyword> { return keywords; }

auto find_keyword(std::string_view name) noexcept -> const Keyword* {
    const auto* found = std::ranges::find(keywords, name, &Keyword::name);
    return found == keywords.end() ? nullptr : found;
}

auto schema_formats() noexcept -> std::span<const std::string_view> { return formats; }

}  // namespace strata::tools

#include "tools/contract/keywords.hpp"

#include <algorithm>
#include <array>

namespace strata::tools {

namespace {

using enum KeywordValue;
using enum Support;

constexpr auto keywords = std::to_array<Keyword>({
    {"$ref", reference, true, typed},
    {"$defs", schema_map, false, typed},
    {"$anchor", text, false, typed},
    {"$comment", text, false, typed},
    {"$id", text, false, dynamic},
    {"$schema", text, false, typed},
    {"$dynamicRef", text, true, dynamic},
    {"$dynamicAnchor", text, false, dynamic},
    {"allOf", schema_list, true, typed},
    {"anyOf", schema_list, true, typed},
    {"oneOf", schema_list, true, typed},
    {"not", schema, true, checked},
    {"if", schema, true, dynamic},
    {"then", schema, true, dynamic},
    {"else", schema, true, dynamic},
    {"dependentSchemas", schema_map, true, dynamic},
    {"dependentRequired", name_lists, false, checked},
    {"type", type, false, typed},
    {"enum", list, false, typed},
    {"const", any, false, typed},
    {"minLength", count, false, typed},
    {"maxLength", count, false, typed},
    {"pattern", pattern, false, typed},
    {"format", format, false, typed},
    {"contentEncoding", text, false, typed},
    {"contentMediaType", text, false, typed},
    {"contentSchema", schema, false, dynamic},
    {"minimum", number, false, typed},
    {"maximum", number, false, typed},
    {"exclusiveMinimum", number, false, typed},
    {"exclusiveMaximum", number, false, typed},
    {"multipleOf", divisor, false, typed},
    {"items", schema, false, typed},
    {"prefixItems", schema_list, false, typed},
    {"contains", schema, false, checked},
    {"minContains", count, false, checked},
    {"maxContains", count, false, checked},
    {"minItems", count, false, typed},
    {"maxItems", count, false, typed},
    {"uniqueItems", flag, false, typed},
    {"unevaluatedItems", schema, false, dynamic},
    {"properties", schema_map, false, typed},
    {"patternProperties", schema_map, false, checked},
    {"additionalProperties", schema, false, typed},
    {"unevaluatedProperties", schema, false, typed},
    {"propertyNames", schema, false, checked},
    {"required", name_list, false, typed},
    {"minProperties", count, false, typed},
    {"maxProperties", count, false, typed},
    {"title", text, false, typed},
    {"description", text, false, typed},
    {"default", any, false, typed},
    {"examples", any, false, typed},
    {"deprecated", flag, false, typed},
    {"readOnly", flag, false, typed},
    {"writeOnly", flag, false, typed},
    {"sensitive", flag, false, typed},
    {"cpp", text, false, typed},
    {"version", flag, false, typed},
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

// The compiled validator: any JSON text against the meta-schemas and a schema of every keyword. The
// modes agree, and what is valid stays so when written again.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "strata/schema/schema.hpp"

namespace {

using strata::json::Json;
using strata::schema::Mode;
using strata::schema::Schema;

void demand(bool holds) {
    if (!holds) std::abort();
}

constexpr std::string_view every_keyword = R"({
  "$dynamicAnchor": "node",
  "type": ["object", "array", "string", "number", "null"],
  "minLength": 1, "maxLength": 40, "pattern": "^[^!]*$", "format": "uri-reference",
  "minimum": -100, "exclusiveMaximum": 1e6, "multipleOf": 0.5,
  "prefixItems": [{"type": "string", "format": "date-time"}, {"$dynamicRef": "#node"}],
  "items": {"$dynamicRef": "#node"},
  "contains": {"type": "number"}, "minContains": 0, "maxContains": 3, "uniqueItems": true,
  "properties": {"a": {"$dynamicRef": "#node"}, "b": {"type": "string", "format": "email"}},
  "patternProperties": {"^x-": {"not": {"type": "null"}}},
  "propertyNames": {"maxLength": 8}, "dependentRequired": {"a": ["b"]},
  "dependentSchemas": {"c": {"required": ["a"]}},
  "if": {"required": ["d"]}, "then": {"minProperties": 2}, "else": {"maxProperties": 5},
  "anyOf": [{"properties": {"e": true}}, {"type": "array"}, {"type": "string"}, true],
  "oneOf": [{"type": "object"}, {"type": ["array", "string", "number", "null"]}],
  "unevaluatedProperties": {"type": ["integer", "boolean"]},
  "unevaluatedItems": {"type": "null"}
})";

auto compile(std::string_view text) -> Schema {
    return Schema::compile(Json::parse(text).value(),
                           {.assert_format = true, .assert_content = true})
        .value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::array schemas{
        compile(every_keyword),
        compile(R"({"$ref": "https://json-schema.org/draft/2020-12/schema"})"),
        compile(R"({"$ref": "http://json-schema.org/draft-07/schema#"})")};
    const auto document = Json::parse({reinterpret_cast<const char*>(data), size});
    if (!document) return 0;
    const Json again = Json::parse(document->to_string()).value();
    for (const Schema& schema : schemas) {
        const auto all = schema.validate(*document, Mode::all);
        demand(schema.is_valid(*document) == all.valid);
        demand(schema.validate(*document, Mode::first).valid == all.valid);
        demand(all.valid == all.errors.empty() && all.errors.size() <= Schema::max_errors);
        demand(schema.is_valid(again) == all.valid);
    }
    return 0;
}

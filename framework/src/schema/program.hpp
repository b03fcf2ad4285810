#pragma once
// What a schema compiles into: instructions in one flat array, a run of them a schema, with tables
// for their operands. Within a schema the cheap instructions come first; those that need the
// annotations of others come last.
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "strata/json/json.hpp"
#include "strata/schema/format.hpp"
#include "strata/schema/pattern.hpp"

namespace strata::schema {

using SchemaId = std::uint32_t;
using ResourceId = std::uint32_t;
using LocationId = std::uint32_t;
constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

// In the order in which they run.
enum class Op : std::uint8_t {
    never,               // the schema false
    type,                // a: TypeBits
    integer_range,       // a: IntegerRange, b: RefusedBy bits
    min_length,          // count
    max_length,          // count
    min_items,           // count
    max_items,           // count
    min_properties,      // count
    max_properties,      // count
    minimum,             // a: value; b: 1 where count is it too, as an int64
    maximum,             // as minimum
    exclusive_minimum,   // as minimum
    exclusive_maximum,   // as minimum
    multiple_of,         // a: value
    constant,            // a: value
    enum_texts,          // a: text list, sorted
    enum_values,         // a: value, an array
    format,              // a: Format
    pattern,             // a: pattern
    content,             // a: content rule
    dependent_required,  // a: dependent rule
    object,              // a: object rule
    property_names,      // a: schema
    array,               // a: array rule
    contains,            // a: contains rule
    unique_items,
    ref,                  // a: schema
    dynamic_ref,          // a: anchor, b: schema without a dynamic anchor in scope
    all_of,               // a: schema list
    any_of,               // a: schema list
    one_of,               // a: schema list
    negation,             // a: schema
    condition,            // a: condition rule
    dependent_schemas,    // a: dependent rule
    unevaluated_items,    // a: schema
    unevaluated_members,  // a: schema
};

// What an integer must fit in.
enum IntegerRange : std::uint8_t { any_64_bits, signed_64_bits, unsigned_64_bits };

// What other keywords of the same schema refuse already.
enum RefusedBy : std::uint8_t { bounded_below = 1, bounded_above = 2, integers_only = 4 };

enum TypeBits : std::uint8_t {
    type_null = 1,
    type_boolean = 2,
    type_integer = 4,
    type_number = 8,
    type_string = 16,
    type_array = 32,
    type_object = 64,
    type_any = 127,
};

struct Instruction final {
    Op op;
    std::uint32_t a = none;
    std::uint32_t b = none;
    LocationId location = none;  // of the keyword
    std::uint64_t count = 0;
};

struct PropertyRule final {
    std::string key;
    SchemaId schema = none;  // none: only required
    bool required = false;
};

// properties, patternProperties, additionalProperties and required, in one pass over the members.
struct ObjectRule final {
    std::vector<PropertyRule> properties;  // by key
    std::vector<std::uint64_t> prefixes;   // key_prefix() of each
    std::vector<std::pair<Pattern, SchemaId>> patterns;
    SchemaId additional = none;
    bool closed = false;       // additional is the schema false
    std::size_t required = 0;  // how many properties are
    LocationId required_location = none;
    LocationId additional_location = none;
};

struct ArrayRule final {
    std::vector<SchemaId> prefix;
    SchemaId rest = none;
    LocationId rest_location = none;
};

struct ContainsRule final {
    SchemaId schema = none;
    std::uint64_t least = 1;
    std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    bool evaluates = true;  // matching items count as evaluated
    LocationId least_location = none;
    LocationId most_location = none;
};

struct ConditionRule final {
    SchemaId condition = none;
    SchemaId then = none;
    SchemaId otherwise = none;
};

struct DependentRule final {
    std::string key;
    std::vector<std::string> required;
    SchemaId schema = none;
};

struct ContentRule final {
    bool base64 = false;
    bool json = false;
};

struct SchemaCode final {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    ResourceId resource = 0;
    std::uint8_t types = type_any;  // others fail
    bool only_types = false;        // and these hold
    bool collects = false;  // has an unevaluated* keyword: notes what its other keywords evaluate
};

struct Program final {
    std::vector<SchemaCode> schemas;  // the root is the first
    std::vector<Instruction> code;

    std::vector<json::Json> values;
    std::vector<std::vector<std::string>> texts;
    std::vector<Pattern> patterns;
    std::vector<std::vector<SchemaId>> lists;
    std::vector<ObjectRule> objects;
    std::vector<ArrayRule> arrays;
    std::vector<ContainsRule> contains;
    std::vector<ConditionRule> conditions;
    std::vector<std::vector<DependentRule>> dependents;
    std::vector<ContentRule> contents;
    // By anchor: the resources that have it as $dynamicAnchor, and where.
    std::vector<std::vector<std::pair<ResourceId, SchemaId>>> dynamic_anchors;
    std::vector<std::string> locations;

    std::uint64_t max_steps = 0;
};

}  // namespace strata::schema

#include "agreement/schema_maker.hpp"

#include "testing/samples.hpp"

namespace agreement {
namespace {

using strata::json::Json;
using strata::testing::formats;
using strata::testing::patterns;

constexpr std::string_view names[]{"alpha", "beta",       "gammaRay", "delta-x", "class",
                                   "id",    "HTTPStatus", "note",     "sum",     "total"};
constexpr unsigned name_count = 10;

auto object_of(std::initializer_list<std::pair<std::string_view, Json>> members) -> Json {
    Json out = Json::object();
    for (const auto& [key, value] : members) out[key] = value;
    return out;
}

auto list_of(std::initializer_list<Json> items) -> Json {
    Json out = Json::array();
    for (const Json& item : items) out.push_back(item);
    return out;
}

auto typed(std::string_view type) -> Json { return object_of({{"type", Json(type)}}); }

auto has_default(const Json& properties) -> bool {
    for (const auto [name, property] : properties.members()) {
        if (property.contains("default")) return true;
    }
    return false;
}

}  // namespace

void SchemaMaker::make() {
    Json root = properties(0, 0, 0);
    switch (random_.below(10)) {
        case 8: root["properties"]["mixed"] = mixed(0); break;
        case 9: root["properties"]["place"] = tuple(0); break;
        case 0: root["properties"]["tagged"] = tagged(0); break;
        case 1: root["properties"]["merged"] = merged(0); break;
        case 2: root["properties"]["tried"] = tried(0); break;
        case 3: root["properties"]["value"] = value(0); break;
        default: root = object(0);
    }
    definitions_[name_] = std::move(root);
}

auto SchemaMaker::value(unsigned depth) -> Json {
    if (depth >= 2) return scalar();
    switch (random_.below(23)) {
        case 0:
        case 1: return object(depth + 1);
        case 2:
        case 3:
        case 4: return list(depth + 1);
        case 5: return map(depth + 1);
        case 6: return tagged(depth + 1);
        case 7: return by_kind(depth + 1);
        case 8: return merged(depth + 1);
        case 9: return random_.chance(50) ? tried(depth + 1) : dynamic(depth + 1);
        case 10: return nullable(scalar());
        case 11: return refer(value(depth + 1), "Def");
        case 12: return mixed(depth + 1);
        case 13: return tuple(depth + 1);
        default: return scalar();
    }
}

auto SchemaMaker::scalar() -> Json {
    Json out;
    switch (random_.below(10)) {
        case 0:
        case 1:
        case 2: out = text(); break;
        case 3:
        case 4: out = whole_number(); break;
        case 5: out = number(); break;
        case 6: out = typed("boolean"); break;
        case 7: out = listed(); break;
        case 8:
            out = object_of(
                {{"type", "string"}, {"format", Json(random_.chance(50) ? "uuid" : "date-time")}});
            break;
        default: out = object_of({{"type", "string"}, {"contentEncoding", "base64"}});
    }
    return random_.chance(20) ? refer(std::move(out), "Scalar") : out;
}

// At most one of them missing; low is never above high.
void SchemaMaker::bounds(Json& schema, std::string_view low, std::string_view high,
                         std::int64_t most) {
    const auto from = random_.between(0, most);
    if (random_.chance(60)) schema[low] = Json(from);
    if (random_.chance(60)) schema[high] = Json(random_.between(from, most + 2));
}

auto SchemaMaker::text() -> Json {
    Json out = typed("string");
    // Lengths that the samples of patterns and formats have.
    switch (random_.below(5)) {
        case 0: out["pattern"] = Json(random_.pick(patterns).name); break;
        case 1: out["format"] = Json(random_.pick(formats).name); break;
        case 2: bounds(out, "minLength", "maxLength", 5); [[fallthrough]];
        default: return out;
    }
    if (random_.chance(30)) out["maxLength"] = Json(random_.between(10, 30));
    return out;
}

auto SchemaMaker::whole_number() -> Json {
    Json out = typed("integer");
    switch (random_.below(7)) {
        case 0: out["maximum"] = Json(std::uint64_t{18446744073709551615U}); [[fallthrough]];
        case 1: out["minimum"] = Json(0); break;
        case 2: out["format"] = Json(random_.chance(50) ? "int64" : "uint64"); break;
        case 3:
            out["exclusiveMinimum"] = Json(random_.between(-5, 5));
            out["exclusiveMaximum"] = Json(random_.between(8, 12));
            break;
        case 4: out["minimum"] = Json(static_cast<double>(random_.between(-5, 5)) + 0.5); break;
        default: bounds(out, "minimum", "maximum", 100);
    }
    if (random_.chance(20)) out["multipleOf"] = Json(random_.between(1, 4));
    return out;
}

auto SchemaMaker::number() -> Json {
    Json out = typed("number");
    if (random_.chance(50)) bounds(out, "minimum", "maximum", 10);
    if (random_.chance(20)) out["exclusiveMinimum"] = Json(-0.25);
    if (random_.chance(20)) out["exclusiveMaximum"] = Json(1e6);
    if (random_.chance(20)) out["multipleOf"] = Json(random_.chance(50) ? 0.25 : 0.1);
    return out;
}

auto SchemaMaker::listed() -> Json {
    switch (random_.below(4)) {
        case 0:
            return object_of(
                {{"type", "integer"}, {"enum", list_of({1, 2, Json(random_.between(3, 99))})}});
        case 1: return object_of({{"const", "fixed"}});
        case 2:
            return object_of({{"type", list_of({"string", "null"})},
                              {"enum", list_of({"red", "green", nullptr})}});
        default:
            return object_of(
                {{"type", "string"}, {"enum", list_of({"small", "large", "in-between", ""})}});
    }
}

auto SchemaMaker::list(unsigned depth) -> Json {
    Json out = typed("array");
    const bool unique = random_.chance(30);
    out["items"] = unique && random_.chance(60) ? scalar() : value(depth);
    bounds(out, "minItems", "maxItems", 3);
    if (unique) out["uniqueItems"] = Json(true);
    return random_.chance(20) ? refer(std::move(out), "List") : out;
}

auto SchemaMaker::map(unsigned depth) -> Json {
    Json out = typed("object");
    out["additionalProperties"] = value(depth);
    bounds(out, "minProperties", "maxProperties", 3);
    if (random_.chance(30)) {
        out["propertyNames"] = object_of({{"minLength", 2}, {"pattern", "^[a-z]+$"}});
    }
    if (random_.chance(30)) {
        out["patternProperties"] = object_of({{"^[a-z]+$", out["additionalProperties"]}});
        out["additionalProperties"] = Json(false);
    }
    return out;
}

auto SchemaMaker::optional_with_default() -> Json {
    switch (random_.below(3)) {
        case 0: return object_of({{"type", "integer"}, {"minimum", 1}, {"default", 7}});
        case 1: return object_of({{"type", "boolean"}, {"default", true}});
        default:
            return object_of(
                {{"type", "array"}, {"items", typed("string")}, {"default", list_of({"a", "b"})}});
    }
}

auto SchemaMaker::properties(unsigned depth, unsigned from, unsigned to) -> Json {
    Json members = Json::object();
    Json required = Json::array();
    for (unsigned i = from; i < to; ++i) {
        if (random_.chance(40)) continue;
        const std::string name(names[i]);
        if (random_.chance(15)) {
            members[name] = optional_with_default();
        } else if (random_.chance(5)) {
            members[name] = object_of({{"$ref", Json("#/$defs/" + name_)}});
        } else {
            members[name] = value(depth);
            if (random_.chance(50)) required.push_back(Json(name));
        }
    }
    Json out = typed("object");
    out["properties"] = std::move(members);
    if (required.size() > 0) out["required"] = std::move(required);
    return out;
}

auto SchemaMaker::object(unsigned depth) -> Json {
    Json out = properties(depth, 0, depth == 0 ? name_count : 3);
    if (random_.chance(15))
        out["additionalProperties"] = random_.chance(30) ? Json(true) : scalar();
    if (random_.chance(10)) bounds(out, "minProperties", "maxProperties", 4);
    // A value is written with its defaults: they may be more members than were read.
    if (has_default(out.at("properties"))) out.erase("maxProperties");
    if (random_.chance(10)) {
        out["dependentRequired"] = object_of({{"alpha", list_of({"beta"})}});
    }
    if (random_.chance(10)) {
        out["not"] = object_of({{"required", list_of({"alpha", "gammaRay"})}});
    }
    return out;
}

auto SchemaMaker::merged(unsigned depth) -> Json {
    Json first = properties(depth + 1, 0, 4);
    Json second = properties(depth + 1, 4, 8);
    if (const Json& members = first["properties"]; !members.empty() && random_.chance(30)) {
        const auto [name, member] = *members.members().begin();
        second["properties"][name] = member;
    }
    if (random_.chance(50)) first = refer(std::move(first), "Part");
    return object_of({{"allOf", list_of({std::move(first), std::move(second)})}});
}

auto SchemaMaker::tagged(unsigned depth) -> Json {
    Json alternatives = Json::array();
    for (const std::string_view tag : {"circle", "square", "line"}) {
        Json one = properties(depth + 1, 0, 4);
        one["properties"]["kind"] = object_of({{"const", Json(tag)}});
        if (random_.chance(50)) one["properties"]["kind"]["type"] = Json("string");
        one["required"].push_back(Json("kind"));
        if (random_.chance(20)) one = refer(std::move(one), "Shape");
        alternatives.push_back(std::move(one));
    }
    return object_of({{random_.chance(70) ? "oneOf" : "anyOf", std::move(alternatives)}});
}

auto SchemaMaker::by_kind(unsigned depth) -> Json {
    Json alternatives = Json::array();
    if (random_.chance(60)) alternatives.push_back(text());
    if (random_.chance(60)) alternatives.push_back(random_.chance(50) ? number() : whole_number());
    if (random_.chance(60)) alternatives.push_back(typed("boolean"));
    if (random_.chance(40)) alternatives.push_back(list(depth + 1));
    alternatives.push_back(properties(depth + 1, 0, 3));
    if (alternatives.size() == 1) alternatives.push_back(typed("null"));
    return object_of({{random_.chance(50) ? "oneOf" : "anyOf", std::move(alternatives)}});
}

// Alternatives that only trying tells apart.
auto SchemaMaker::tried(unsigned depth) -> Json {
    Json alternatives = Json::array();
    const bool nested = random_.chance(30);
    for (unsigned i = 0; i < 2; ++i) {
        Json one = properties(depth + 1, nested ? 0 : i, 3 + i);
        if (random_.chance(20)) one["additionalProperties"] = Json(false);
        if (random_.chance(20)) one = refer(std::move(one), "Part");
        alternatives.push_back(random_.chance(80) ? std::move(one) : scalar());
    }
    if (random_.chance(20)) alternatives.push_back(map(depth + 1));
    return object_of({{random_.chance(50) ? "oneOf" : "anyOf", std::move(alternatives)}});
}

// Alternatives of which some are of one kind, and null.
auto SchemaMaker::mixed(unsigned depth) -> Json {
    Json alternatives = Json::array();
    const bool one_kind = random_.chance(30);
    for (auto count = random_.below(2) + 2; count > 0; --count) {
        if (one_kind) {
            alternatives.push_back(text());
        } else if (random_.chance(25)) {
            alternatives.push_back(random_.chance(50) ? tuple(depth + 1) : list(depth + 1));
        } else if (random_.chance(25)) {
            alternatives.push_back(dynamic(depth + 1));
        } else {
            alternatives.push_back(random_.chance(30) ? properties(depth + 1, 0, 3) : scalar());
        }
    }
    if (random_.chance(20)) alternatives.push_back(tagged(depth + 1));
    if (random_.chance(25)) alternatives.push_back(typed("null"));
    return object_of({{random_.chance(50) ? "oneOf" : "anyOf", std::move(alternatives)}});
}

auto SchemaMaker::tuple(unsigned depth) -> Json {
    Json items = Json::array();
    for (auto count = random_.below(3) + 1; count > 0; --count) items.push_back(value(depth));
    Json out = object_of({{"type", "array"}, {"items", Json(false)}});
    out["minItems"] = Json(static_cast<std::int64_t>(items.size()));
    if (random_.chance(20)) out["maxItems"] = out["minItems"];
    if (random_.chance(15)) out["uniqueItems"] = Json(true);
    out["prefixItems"] = std::move(items);
    return random_.chance(20) ? refer(std::move(out), "Tuple") : out;
}

auto SchemaMaker::dynamic(unsigned depth) -> Json {
    switch (random_.below(5)) {
        case 0:
            return object_of({{"type", "array"},
                              {"prefixItems", list_of({scalar(), scalar()})},
                              {"items", random_.chance(50) ? Json(false) : scalar()}});
        case 1: {
            Json out = properties(depth + 1, 0, 3);
            out["if"] = object_of({{"required", list_of({"alpha"})}});
            out["then"] = object_of({{"required", list_of({"beta"})}});
            return out;
        }
        case 2:
            return object_of({{"type", "array"},
                              {"items", typed("integer")},
                              {"contains", object_of({{"minimum", 3}})}});
        case 3:
            return object_of(
                {{"type", "string"}, {"not", object_of({{"enum", list_of({"a", "abc"})}})}});
        default: return object_of({{"type", list_of({"integer", "string", "boolean"})}});
    }
}

auto SchemaMaker::nullable(Json schema) -> Json {
    Json* type = schema.find("type");
    if (type == nullptr || !type->is_string() || schema.contains("enum") ||
        schema.contains("const")) {
        return object_of({{"anyOf", list_of({std::move(schema), typed("null")})}});
    }
    if (random_.chance(50)) {
        *type = list_of({*type, "null"});
        return schema;
    }
    return object_of(
        {{random_.chance(50) ? "oneOf" : "anyOf", list_of({std::move(schema), typed("null")})}});
}

// As an entry of $defs; sometimes with a rule beside the reference.
auto SchemaMaker::refer(Json schema, std::string_view suffix) -> Json {
    const std::string name = name_ + std::string(suffix) + std::to_string(++named_);
    definitions_[name] = std::move(schema);
    return object_of({{"$ref", Json("#/$defs/" + name)}});
}

}  // namespace agreement

#include "tools/contract/defaults.hpp"

#include <algorithm>

#include "strata/values/timestamp.hpp"
#include "strata/values/uuid.hpp"
#include "tools/contract/scalars.hpp"
#include "tools/model/module.hpp"

namespace strata::tools {

namespace {

auto parsed(std::string_view type, const Node& value, bool valid) -> std::optional<std::string> {
    if (!value.is_string() || !valid) return std::nullopt;
    return std::string(type) + "::parse(" + cpp_string(value.text) + ").value()";
}

auto plain_expression(Kind kind, const Node& value) -> std::optional<std::string> {
    auto literal = [&](bool fits) {
        return fits ? std::optional(cpp_literal(value)) : std::nullopt;
    };
    switch (kind) {
        case Kind::text: return literal(value.is_string());
        case Kind::integer: return literal(value.as_int64().has_value());
        case Kind::unsigned_integer: return literal(value.as_uint64().has_value());
        case Kind::number: return literal(value.is_number());
        case Kind::boolean: return literal(value.is_boolean());
        case Kind::uuid: return parsed("strata::Uuid", value, Uuid::parse(value.text).has_value());
        case Kind::timestamp:
            return parsed("strata::Timestamp", value, Timestamp::parse(value.text).has_value());
        case Kind::json:
            return "strata::json::Json::parse(" + cpp_string(value.to_json().to_string()) +
                   ").value()";
        default: return std::nullopt;
    }
}

auto enumerator(const Definition& definition, const Node& value) -> std::optional<std::string> {
    const auto found =
        std::ranges::find(definition.enumerators, value.text, &Enumerator::json_value);
    if (!value.is_string() || found == definition.enumerators.end()) return std::nullopt;
    return cpp_type(Type{.kind = Kind::enumeration, .definition = &definition}) +
           "::" + found->cpp_name;
}

auto list(const Type& type, const Node& value) -> std::optional<std::string> {
    if (!value.is_array()) return std::nullopt;
    std::string text;
    for (const Node& item : value.items) {
        auto element = default_expression(*type.element, item);
        if (!element) return std::nullopt;
        text += (text.empty() ? "" : ", ") + *element;
    }
    return "{" + text + "}";
}

auto map(const Type& type, const Node& value) -> std::optional<std::string> {
    if (!value.is_object()) return std::nullopt;
    std::string text;
    for (const NodeMember& member : value.members) {
        auto element = default_expression(*type.element, member.value);
        if (!element) return std::nullopt;
        text += (text.empty() ? "{" : ", {") + cpp_string(member.key) + ", " + *element + "}";
    }
    return "{" + text + "}";
}

auto structure(const Definition& definition, const Node& value) -> std::optional<std::string> {
    if (!value.is_object()) return std::nullopt;
    std::string arguments;
    for (const Member* member : definition.constructor_order()) {
        const Node* given = value.find(member->json_name);
        if (!given && member->required) return std::nullopt;
        auto argument = given                   ? default_expression(member->type, *given)
                        : member->is_optional() ? std::optional<std::string>("std::nullopt")
                                                : std::optional(member->default_value);
        if (!argument) return std::nullopt;
        arguments += (arguments.empty() ? "" : ", ") + *argument;
    }
    return cpp_type(Type{.kind = Kind::object, .definition = &definition}) + "(" + arguments + ")";
}

}  // namespace

auto default_expression(const Type& type, const Node& value) -> std::optional<std::string> {
    if (type.nullable && value.kind == json::Kind::null) return "std::nullopt";
    if (type.kind == Kind::enumeration) return enumerator(*type.definition, value);
    if (type.kind == Kind::object) return structure(*type.definition, value);
    if (type.kind == Kind::array) return list(type, value);
    if (type.kind == Kind::map) return map(type, value);
    auto plain = plain_expression(type.kind, value);
    if (!plain || !type.is_named_scalar()) return plain;
    Type named = type;
    named.nullable = false;
    return "strata::NamedAccess::make<" + cpp_type(named) + ">(" + *plain + ")";
}

}  // namespace strata::tools

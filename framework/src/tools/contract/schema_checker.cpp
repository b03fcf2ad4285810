#include "tools/contract/schema_checker.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "strata/json/suggest.hpp"

namespace strata::tools {

namespace {

constexpr std::array<std::string_view, 7> type_names{"null",   "boolean", "integer", "number",
                                                     "string", "array",   "object"};

}  // namespace

void SchemaChecker::check(const Node& schema) {
    if (schema.is_boolean()) return;
    if (!schema.is_object()) {
        error(schema.location, "a schema must be an object or a boolean");
        return;
    }
    for (const NodeMember& member : schema.members) {
        if (const Keyword* keyword = find_keyword(member.key)) {
            check_value(member, *keyword);
        } else {
            unknown_keyword(member);
        }
    }
    check_limits(schema);
}

void SchemaChecker::unknown_keyword(const NodeMember& member) {
    std::vector<std::string_view> names;
    for (const Keyword& keyword : schema_keywords()) names.push_back(keyword.name);
    error(member.location,
          json::with_suggestion("unknown keyword \"" + member.key + "\"", member.key, names));
}

void SchemaChecker::check_value(const NodeMember& member, const Keyword& keyword) {
    const Node& value = member.value;
    switch (keyword.value) {
        case KeywordValue::schema: return check(value);
        case KeywordValue::schema_list:
        case KeywordValue::schema_map:
        case KeywordValue::name_lists: return check_object_of(member, keyword.value);
        case KeywordValue::count:
        case KeywordValue::number:
        case KeywordValue::divisor: return check_number(member, keyword.value);
        case KeywordValue::name_list: return check_names(member, value);
        case KeywordValue::type: return check_type(member);
        case KeywordValue::format: return check_format(member);
        case KeywordValue::any: return;
        case KeywordValue::flag:
            if (!value.is_boolean()) error(value.location, member.key + " must be true or false");
            return;
        case KeywordValue::list:
            if (!value.is_array() || value.items.empty()) {
                error(value.location, member.key + " must be an array of at least one value");
            }
            return;
        default: break;
    }
    if (!value.is_string()) {
        error(value.location, member.key + " must be a string");
    } else if (keyword.value == KeywordValue::reference) {
        (void)sources_.resolve(source_, value.text, value.location);
    } else if (keyword.value == KeywordValue::pattern) {
        check_pattern(value);
    }
}

void SchemaChecker::check_each(const Node& list_or_map) {
    for (const Node& item : list_or_map.items) check(item);
    for (const NodeMember& each : list_or_map.members) check(each.value);
}

void SchemaChecker::check_object_of(const NodeMember& member, KeywordValue kind) {
    const Node& value = member.value;
    if (kind == KeywordValue::schema_list) {
        if (value.is_array() && !value.items.empty()) return check_each(value);
        error(value.location, member.key + " must be an array of at least one schema");
        return;
    }
    if (!value.is_object()) {
        error(value.location, member.key + " must be an object");
    } else if (kind == KeywordValue::name_lists) {
        for (const NodeMember& each : value.members) check_names(each, each.value);
    } else {
        if (member.key == "patternProperties") {
            for (const NodeMember& each : value.members) {
                check_pattern(
                    {.kind = json::Kind::string, .location = each.location, .text = each.key});
            }
        }
        check_each(value);
    }
}

void SchemaChecker::check_number(const NodeMember& member, KeywordValue kind) {
    const Node& value = member.value;
    if (kind == KeywordValue::count) {
        if (!value.as_uint64()) error(value.location, member.key + " must be an integer from 0");
    } else if (!value.is_number()) {
        error(value.location, member.key + " must be a number");
    } else if (kind == KeywordValue::divisor && value.as_double() <= 0) {
        error(value.location, member.key + " must be above 0");
    }
}

void SchemaChecker::check_names(const NodeMember& member, const Node& names) {
    if (!names.is_array()) {
        error(names.location, member.key + " must be an array of names");
        return;
    }
    std::set<std::string_view> seen;
    for (const Node& name : names.items) {
        if (!name.is_string()) {
            error(name.location, member.key + " must be an array of names");
        } else if (!seen.insert(name.text).second) {
            error(name.location, "\"" + name.text + "\" is in " + member.key + " twice");
        }
    }
}

void SchemaChecker::check_type(const NodeMember& member) {
    auto check_one = [&](const Node& name) {
        if (name.is_string() && std::ranges::find(type_names, name.text) != type_names.end())
            return;
        error(name.location,
              json::with_suggestion("unknown type \"" + name.text + "\"", name.text, type_names));
    };
    if (!member.value.is_array()) return check_one(member.value);
    if (member.value.items.empty())
        error(member.value.location, "type must name at least one type");
    for (const Node& name : member.value.items) check_one(name);
}

void SchemaChecker::check_format(const NodeMember& member) {
    const Node& value = member.value;
    const auto formats = schema_formats();
    if (value.is_string() && std::ranges::find(formats, value.text) != formats.end()) return;
    error(value.location,
          json::with_suggestion("unknown format \"" + value.text + "\"", value.text, formats));
}

void SchemaChecker::check_limits(const Node& schema) {
    check_order(schema, "minLength", "maxLength");
    check_order(schema, "minItems", "maxItems");
    check_order(schema, "minProperties", "maxProperties");
    check_order(schema, "minContains", "maxContains");
    check_order(schema, "minimum", "maximum");
    check_order(schema, "exclusiveMinimum", "maximum");
    check_order(schema, "minimum", "exclusiveMaximum");
    check_order(schema, "exclusiveMinimum", "exclusiveMaximum");
}

void SchemaChecker::check_order(const Node& schema, std::string_view low, std::string_view high) {
    const Node* from = schema.find(low);
    const Node* to = schema.find(high);
    if (!from || !to || !from->is_number() || !to->is_number()) return;
    const bool exclusive = low.starts_with("exclusive") || high.starts_with("exclusive");
    const double room = to->as_double() - from->as_double();
    if (room > 0 || (room == 0 && !exclusive)) return;
    error(from->location, std::string(low) + (room == 0 ? " leaves nothing below " : " is above ") +
                              std::string(high) + ": no value can match");
}

}  // namespace strata::tools

#include <algorithm>
#include <set>

#include "tools/contract/closed_schema.hpp"
#include "tools/contract/lowering.hpp"
#include "tools/model/model.hpp"
#include "tools/model/names.hpp"

namespace strata::tools {

namespace {

auto is_null(const Node& schema) -> bool {
    const Node* type = schema.find("type");
    return type && type->is("null");
}

// What an inline alternative is called: by its constant ("ShapeCircle"), its title, or its number.
auto alternative_name(const std::string& variant, const Node& schema, std::size_t number)
    -> std::string {
    if (const Node* properties = schema.find("properties")) {
        for (const NodeMember& each : properties->members) {
            const Node* constant = each.value.find("const");
            if (constant && constant->is_string()) return variant + pascal_case(constant->text);
        }
    }
    const Node* title = schema.find("title");
    return variant + (title ? pascal_case(title->text) : std::to_string(number));
}

// One letter for each kind of JSON value that a type takes.
auto json_kind(Kind kind) -> char {
    switch (kind) {
        case Kind::integer:
        case Kind::unsigned_integer:
        case Kind::number: return 'n';
        case Kind::boolean: return 'b';
        case Kind::object:
        case Kind::map: return 'o';
        case Kind::array: return 'a';
        case Kind::json:
        case Kind::variant: return '?';
        default: return 's';
    }
}

auto constant_of(const Type& type, std::string_view property) -> const Member* {
    if (type.kind != Kind::object) return nullptr;
    const auto& members = type.definition->members;
    const auto found = std::ranges::find(members, property, &Member::json_name);
    const bool usable = found != members.end() && found->constant.starts_with('"');
    return usable ? &*found : nullptr;
}

// Whether the property is a different constant text in every alternative; sets their tags.
auto discriminates(std::string_view property, std::vector<Alternative>& alternatives) -> bool {
    std::set<std::string> tags;
    for (Alternative& alternative : alternatives) {
        const Member* constant = constant_of(alternative.type, property);
        if (!constant || !tags.insert(constant->constant).second) return false;
        alternative.tag = constant->constant;
    }
    return true;
}

auto find_discriminator(std::vector<Alternative>& alternatives) -> std::string {
    if (alternatives.front().type.kind != Kind::object) return {};
    for (const Member& member : alternatives.front().type.definition->members) {
        if (discriminates(member.json_name, alternatives)) return member.json_name;
    }
    return {};
}

auto kinds_differ(const std::vector<Alternative>& alternatives) -> bool {
    std::set<char> kinds;
    return std::ranges::all_of(alternatives, [&](const Alternative& alternative) {
        const char kind = json_kind(alternative.type.kind);
        return kind != '?' && kinds.insert(kind).second;
    });
}

}  // namespace

auto Lowering::build_variant(const Shape& shape, const SchemaRef& schema, const std::string& name,
                             Definition* target) -> std::optional<Type> {
    if (shape.all("anyOf").size() + shape.all("oneOf").size() != 1) return std::nullopt;
    for (const Keyword& keyword : schema_keywords()) {
        if (keyword.name == "anyOf" || keyword.name == "oneOf" || is_annotation(keyword.name))
            continue;
        if (shape.has(keyword.name)) return std::nullopt;
    }
    const Found& list = shape.has("anyOf") ? *shape.first("anyOf") : *shape.first("oneOf");
    const auto& items = list.value().items;
    const auto nulls = std::ranges::count_if(items, is_null);
    if (nulls == 1 && items.size() == 2) {
        const Node& other = is_null(items.front()) ? items.back() : items.front();
        const std::string other_name = target ? name + "Value" : name;
        Type type = lower({list.schema.source, &other, other_name, false}, other_name);
        if (type.nullable || type.kind == Kind::json) return std::nullopt;
        type.nullable = true;
        return type;
    }
    if (nulls != 0 || items.size() < 2) return std::nullopt;
    Definition& variant = target ? *target : make_definition(schema, name);
    variant.form = Form::variant;
    variant.type = Type{.kind = Kind::variant};
    variant.exactly_one = shape.has("oneOf");
    if (build_alternatives(variant, list, schema)) return definition_type(variant);
    if (!target) {
        auto& all = schema.source->module->definitions;
        std::erase_if(all, [&](const auto& each) { return each.get() == &variant; });
    }
    return std::nullopt;
}

auto Lowering::build_alternatives(Definition& variant, const Found& list, const SchemaRef& schema)
    -> bool {
    std::set<std::string> types;
    for (const Node& item : list.value().items) {
        const auto name = alternative_name(variant.name, item, variant.alternatives.size() + 1);
        Type type = lower({list.schema.source, &item, name, false}, name);
        if (type.nullable || type.kind == Kind::json) return false;
        if (!types.insert(cpp_type(type)).second) return false;
        variant.alternatives.push_back({std::move(type), ""});
    }
    variant.discriminator = find_discriminator(variant.alternatives);
    if (!variant.discriminator.empty() || kinds_differ(variant.alternatives)) return true;
    const bool objects = std::ranges::all_of(variant.alternatives, [](const Alternative& each) {
        return each.type.kind == Kind::object;
    });
    if (!variant.exactly_one || !objects) return false;
    variant.type.rule.schema = closed_schema(sources_, schema).to_string();
    return true;
}

}  // namespace strata::tools

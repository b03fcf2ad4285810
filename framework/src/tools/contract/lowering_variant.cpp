#include <algorithm>
#include <set>

#include "tools/contract/alternatives.hpp"
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

auto says_more(const Shape& shape) -> bool {
    return std::ranges::any_of(schema_keywords(), [&](const Keyword& keyword) {
        const bool other = keyword.name != "anyOf" && keyword.name != "oneOf";
        return other && !is_annotation(keyword.name) && shape.has(keyword.name);
    });
}

}  // namespace

auto Lowering::accepts_null(const SchemaRef& schema) -> bool {
    const auto types = Shape(sources_, schema).types();
    constexpr std::size_t all = 6;
    return types.size() < all && std::ranges::find(types, "null") != types.end();
}

// Whether it takes no other members than its own, whatever stands beside it.
auto Lowering::is_closed(const SchemaRef& schema) -> bool {
    const Shape shape(sources_, schema);
    const auto refuses = [&](std::string_view keyword) {
        const Found* found = shape.first(keyword);
        return found && found->value().is_false();
    };
    return refuses("additionalProperties") || refuses("unevaluatedProperties");
}

auto Lowering::build_variant(const Shape& shape, const SchemaRef& schema, const std::string& name,
                             Definition* target) -> std::optional<Type> {
    if (shape.all("anyOf").size() + shape.all("oneOf").size() != 1 || says_more(shape))
        return std::nullopt;
    const Found& list = shape.has("anyOf") ? *shape.first("anyOf") : *shape.first("oneOf");
    const auto& items = list.value().items;
    if (items.size() < 2) return std::nullopt;
    const auto nulls = std::ranges::count_if(items, [&](const Node& item) {
        return accepts_null({list.schema.source, &item, "", false});
    });
    const bool nullable = nulls > 0;
    if (nulls > 1 && shape.has("oneOf")) return std::nullopt;
    const std::string own_name = target && nullable ? name + "Value" : name;
    if (std::ranges::count_if(items, is_null) + 1 == std::ssize(items)) {
        const auto other = std::ranges::find_if_not(items, is_null);
        Type type = lower({list.schema.source, &*other, own_name, false}, own_name);
        if (type.nullable || type.kind == Kind::json) return std::nullopt;
        type.nullable = true;
        return type;
    }
    // A definition that null is a value of too can't be that definition itself.
    Definition* own = nullable ? nullptr : target;
    Definition& variant = own ? *own : make_definition(schema, own_name);
    variant.form = Form::variant;
    variant.type = Type{.kind = Kind::variant};
    std::optional<Type> type;
    if (lower_alternatives(variant, list, nullable)) type = type_of(variant, list, schema);
    if (!type || type->definition != &variant) discard(variant, schema, own);
    if (type && nullable) type->nullable = true;
    return type;
}

// The variant, or the one type that all alternatives have, checked by the compiled validator.
auto Lowering::type_of(Definition& variant, const Found& list, const SchemaRef& schema)
    -> std::optional<Type> {
    auto type = common_type(variant.alternatives);
    if (!type) {
        variants_.push_back({&variant, list, schema});
        return definition_type(variant);
    }
    // Other scalars, and classes with a rule of their own, are no plain values to check.
    const bool is_plain = type->kind >= Kind::text && type->kind <= Kind::boolean;
    if (type->definition || (!is_plain && type->kind <= Kind::json)) return std::nullopt;
    type->rule.schema = closed_schema(sources_, schema).to_string();
    return type;
}

// What was to be a variant is none.
void Lowering::discard(Definition& variant, const SchemaRef& schema, const Definition* own) {
    if (own) {
        variant.form = Form::alias;
        variant.alternatives.clear();
        return;
    }
    std::erase_if(schema.source->module->definitions,
                  [&](const auto& each) { return each.get() == &variant; });
}

auto Lowering::lower_alternatives(Definition& variant, const Found& list, bool nullable) -> bool {
    for (const Node& item : list.value().items) {
        if (is_null(item)) continue;
        const auto name = alternative_name(variant.name, item, variant.alternatives.size() + 1);
        const SchemaRef schema{list.schema.source, &item, name, false};
        Type type = lower(schema, name);
        if (type.nullable) {
            if (!accepts_null(schema)) return false;
            type.nullable = false;
        } else if (type.kind == Kind::json && nullable) {
            return false;
        }
        const auto kind = json_kind(type.kind);
        variant.alternatives.push_back(
            {.type = std::move(type), .kind = kind, .closed = is_closed(schema)});
    }
    return true;
}

// By the kind of JSON value, objects of one kind by a constant; else by trying one after another,
// once the compiled validator has said that the value is valid.
void Lowering::finish_variants() {
    for (const auto& [variant, list, schema] : variants_) {
        auto& alternatives = variant->alternatives;
        variant->discriminator = find_discriminator(alternatives);
        if (are_apart(alternatives)) continue;
        variant->type.rule.schema = closed_schema(sources_, schema).to_string();
        if (list.member->key == "anyOf" && may_mix(alternatives)) {
            alternatives.push_back({.type = Type{.kind = Kind::json}, .kind = "object"});
        }
    }
    variants_.clear();
}

}  // namespace strata::tools

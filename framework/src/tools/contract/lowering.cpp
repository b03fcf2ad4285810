#include "tools/contract/lowering.hpp"

#include <algorithm>

#include "strata/json/suggest.hpp"
#include "tools/contract/closed_schema.hpp"
#include "tools/contract/scalars.hpp"
#include "tools/model/model.hpp"
#include "tools/model/names.hpp"
#include "tools/model/reserved.hpp"

namespace strata::tools {

namespace {

auto text_of(const Node& schema, std::string_view keyword) -> std::string {
    const Node* node = schema.find(keyword);
    return node && node->is_string() ? node->text : std::string();
}

}  // namespace

void Lowering::define_all() {
    for (const Source& source : sources_.all()) {
        const Node* definitions = source.root.find("$defs");
        if (!definitions) continue;
        for (const NodeMember& each : definitions->members) {
            if (!is_pascal_case(each.key)) {
                error(each.location, "a type's name must be in PascalCase, such as \"" +
                                         pascal_case(each.key) + "\"");
                continue;
            }
            if (auto reason = reserved_type(each.key); !reason.empty()) {
                error(each.location, std::move(reason));
            }
            definition_of({&source, &each.value, each.key, true});
        }
    }
}

// Types are told apart by their names in snake_case too: parse_unit(), unit_members.
void Lowering::check_type_name(const Module& module, const SchemaRef& schema,
                               const std::string& name) {
    const Location& at = schema.node->location;
    // That of an entry of $defs was checked already, at its key.
    if (auto reason = reserved_type(name); !reason.empty() && !schema.is_definition) {
        error(at, std::move(reason));
    }
    const auto same = [&](const auto& each) {
        return each->name == name || snake_case(each->name) == snake_case(name);
    };
    const auto other = std::ranges::find_if(module.definitions, same);
    if (other == module.definitions.end()) return;
    error(at, "this needs the C++ name \"" + name + "\", which " + to_string((*other)->location) +
                  " has" + ((*other)->name == name ? "" : " as \"" + (*other)->name + "\""));
}

auto Lowering::make_definition(const SchemaRef& schema, const std::string& name) -> Definition& {
    Module& module = *schema.source->module;
    check_type_name(module, schema, name);
    auto definition = std::make_unique<Definition>();
    definition->module = &module;
    definition->name = name;
    definition->location = schema.node->location;
    if (schema.node->is_object()) {
        definition->description = text_of(*schema.node, "description");
        if (definition->description.empty())
            definition->description = text_of(*schema.node, "title");
    }
    module.definitions.push_back(std::move(definition));
    return *module.definitions.back();
}

auto Lowering::definition_of(const SchemaRef& schema) -> Definition& {
    if (const auto known = defined_.find(schema.node); known != defined_.end())
        return *known->second;
    Definition& definition = make_definition(schema, schema.name);
    defined_.emplace(schema.node, &definition);
    fill(definition, schema);
    return definition;
}

auto Lowering::define(const SchemaRef& schema, const std::string& name) -> Definition* {
    Definition& definition = make_definition(schema, name);
    fill(definition, schema);
    return &definition;
}

void Lowering::fill(Definition& definition, const SchemaRef& schema) {
    in_progress_.insert(&definition);
    const auto target = reference_only(schema);
    Type type = target ? use(target) : build(schema, definition.name, &definition);
    in_progress_.erase(&definition);
    if (type.definition == &definition) return set_value_type(definition, schema);
    if (alias_of_itself_.contains(&definition)) type = build_json(schema);
    const bool plain = type.kind < Kind::json && !type.nullable && !type.definition;
    definition.form = plain ? Form::scalar : Form::alias;
    definition.type = std::move(type);
    set_value_type(definition, schema);
}

// The target of a schema that is nothing but a $ref and annotations.
auto Lowering::reference_only(const SchemaRef& schema) -> SchemaRef {
    const Node* reference = schema.node->find("$ref");
    if (!reference || !reference->is_string()) return {};
    for (const NodeMember& member : schema.node->members) {
        if (member.key != "$ref" && !is_annotation(member.key)) return {};
    }
    return sources_.resolve(*schema.source, reference->text, reference->location);
}

// A schema as a $ref names it.
auto Lowering::use(const SchemaRef& schema) -> Type {
    if (!schema.is_definition) return lower(schema, schema.name);
    Definition& definition = definition_of(schema);
    if (in_progress_.contains(&definition) && definition.form == Form::alias) {
        alias_of_itself_.insert(&definition);
        return Type{.kind = Kind::json, .definition = &definition};
    }
    // A nullable alias is spelled out: its optional is a matter of each use.
    if (definition.form == Form::alias && definition.type.nullable) return definition.type;
    return definition_type(definition);
}

auto Lowering::lower(const SchemaRef& schema, const std::string& name) -> Type {
    refuse_value_type(schema);
    if (const auto target = reference_only(schema)) {
        Type type = use(target);
        const Node* sensitive = schema.node->find("sensitive");
        if (sensitive && sensitive->is_true()) type.sensitive = true;
        const Node* version = schema.node->find("version");
        if (version && version->is_true()) type.version = true;
        return type;
    }
    if (const auto known = defined_.find(schema.node); known != defined_.end()) {
        return definition_type(*known->second);
    }
    return build(schema, name, nullptr);
}

auto Lowering::build(const SchemaRef& schema, const std::string& name, Definition* target) -> Type {
    const Shape shape(sources_, schema);
    if (auto type = build_static(shape, schema, name, target)) {
        if (shape.flag("sensitive")) type->sensitive = true;
        if (shape.flag("version")) type->version = true;
        if (target && type->definition == target) {
            target->type.sensitive = type->sensitive;
            target->type.version = type->version;
        }
        return *std::move(type);
    }
    if (target)
        *target = Definition{.module = target->module,
                             .name = target->name,
                             .description = target->description,
                             .location = target->location,
                             .parameters = target->parameters};
    return build_json(schema);
}

auto Lowering::build_json(const SchemaRef& schema) -> Type {
    Type type{.kind = Kind::json};
    const Shape shape(sources_, schema);
    if (!shape.is_anything()) type.rule.schema = closed_schema(sources_, schema).to_string();
    type.sensitive = shape.flag("sensitive");
    return type;
}

auto Lowering::build_static(const Shape& shape, const SchemaRef& schema, const std::string& name,
                            Definition* target) -> std::optional<Type> {
    if (!shape.is_static() || shape.is_anything()) return std::nullopt;
    if (shape.has("anyOf") || shape.has("oneOf")) return build_variant(shape, schema, name, target);
    if (shape.has("enum") && !shape.is_checked()) {
        if (auto type = build_enumeration(shape, schema, name, target)) return type;
    }
    auto types = shape.types();
    const bool nullable = std::erase(types, "null") > 0;
    if (types.size() != 1) return std::nullopt;
    // A definition that null is a value of too can't be that definition itself.
    Definition* own = nullable ? nullptr : target;
    std::optional<Type> type;
    if (types.front() == "object") {
        type = build_object(shape, schema, own || !target ? name : name + "Value", own);
    } else if (types.front() == "array") {
        type = build_array(shape, schema, name);
    } else if (!shape.is_checked()) {
        type = scalar_type(shape, types.front());
    }
    const bool restricted = shape.has("enum") || shape.has("const");
    if (type && restricted && (nullable || type->kind > Kind::boolean)) return std::nullopt;
    if (type && nullable) type->nullable = true;
    return type;
}

auto Lowering::build_array(const Shape& shape, const SchemaRef& schema, const std::string& name)
    -> std::optional<Type> {
    if (shape.has("prefixItems")) return build_tuple(shape, schema, name);
    Type type{.kind = Kind::array};
    const auto& items = shape.all("items");
    if (items.size() > 1) return std::nullopt;
    Type element{.kind = Kind::json};
    if (!items.empty()) {
        const SchemaRef& owner = items.front().schema;
        element =
            lower({owner.source, &items.front().value(), name + "Item", false}, name + "Item");
    }
    for (const Found& found : shape.all("minItems")) {
        type.rule.min_items = std::max(type.rule.min_items.value_or(0), *found.value().as_uint64());
    }
    for (const Found& found : shape.all("maxItems")) {
        const auto value = *found.value().as_uint64();
        type.rule.max_items = std::min(type.rule.max_items.value_or(value), value);
    }
    type.rule.unique_items = shape.flag("uniqueItems");
    // What can't be hashed is compared each with each: not for texts from the network.
    const bool compared = element.kind >= Kind::json || element.nullable;
    if (shape.is_checked() || (type.rule.unique_items && compared)) {
        type.rule = Rule{.schema = closed_schema(sources_, schema).to_string()};
    }
    type.element = std::make_shared<const Type>(std::move(element));
    return type;
}

// As many items as it lists, no fewer and no more: others are a Json.
auto Lowering::build_tuple(const Shape& shape, const SchemaRef& schema, const std::string& name)
    -> std::optional<Type> {
    const auto& lists = shape.all("prefixItems");
    const auto& rest = shape.all("items");
    const auto& items = lists.front().value().items;
    if (lists.size() > 1 || rest.size() != 1 || !rest.front().value().is_false()) {
        return std::nullopt;
    }
    const auto asks = [&](std::string_view keyword, auto&& holds) {
        return std::ranges::any_of(shape.all(keyword),
                                   [&](const Found& f) { return holds(*f.value().as_uint64()); });
    };
    if (!asks("minItems", [&](std::uint64_t least) { return least == items.size(); }) ||
        asks("minItems", [&](std::uint64_t least) { return least > items.size(); }) ||
        asks("maxItems", [&](std::uint64_t most) { return most < items.size(); })) {
        return std::nullopt;
    }
    Type type{.kind = Kind::tuple};
    for (const Node& item : items) {
        const auto element = name + "Item" + std::to_string(type.elements.size() + 1);
        type.elements.push_back(
            lower({lists.front().schema.source, &item, element, false}, element));
    }
    if (shape.is_checked() || shape.flag("uniqueItems")) {
        type.rule.schema = closed_schema(sources_, schema).to_string();
    }
    return type;
}

auto Lowering::build_enumeration(const Shape& shape, const SchemaRef& schema,
                                 const std::string& name, Definition* target)
    -> std::optional<Type> {
    const auto& lists = shape.all("enum");
    if (lists.size() != 1 || shape.has("const") || shape.has("pattern") || shape.has("minLength") ||
        shape.has("maxLength") || shape.has("format")) {
        return std::nullopt;
    }
    const auto types = shape.types();
    auto allowed = [&](std::string_view type) {
        return std::ranges::find(types, type) != types.end();
    };
    std::vector<Enumerator> enumerators;
    bool nullable = false;
    for (const Node& value : lists.front().value().items) {
        if (value.kind == json::Kind::null && allowed("null")) {
            nullable = true;
        } else if (value.is_string() && allowed("string")) {
            enumerators.push_back({value.text, snake_case(value.text)});
            if (enumerators.back().cpp_name.empty()) enumerators.back().cpp_name = "empty";
        } else {
            return std::nullopt;
        }
    }
    for (std::size_t i = 0; i < enumerators.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (enumerators[i].cpp_name == enumerators[j].cpp_name) return std::nullopt;
        }
    }
    if (enumerators.empty() || enumerators.size() > 255) return std::nullopt;
    // A property's enum is one type, also where another schema refers to the property.
    if (const auto known = inline_enumerations_.find(schema.node);
        !target && known != inline_enumerations_.end()) {
        Type type = definition_type(*known->second);
        type.nullable = nullable;
        return type;
    }
    Definition& definition =
        target && !nullable ? *target : make_definition(schema, target ? name + "Value" : name);
    if (!target) inline_enumerations_.emplace(schema.node, &definition);
    definition.form = Form::enumeration;
    definition.type = Type{.kind = Kind::enumeration};
    definition.enumerators = std::move(enumerators);
    Type type = definition_type(definition);
    type.nullable = nullable;
    return type;
}

}  // namespace strata::tools

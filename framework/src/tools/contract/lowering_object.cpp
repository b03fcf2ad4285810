#include <algorithm>

#include "strata/json/suggest.hpp"
#include "tools/contract/closed_schema.hpp"
#include "tools/contract/defaults.hpp"
#include "tools/contract/lowering.hpp"
#include "tools/contract/scalars.hpp"
#include "tools/model/model.hpp"
#include "tools/model/names.hpp"

namespace strata::tools {

namespace {

auto is_required(const Shape& shape, std::string_view name) -> bool {
    return std::ranges::any_of(shape.all("required"), [&](const Found& found) {
        return std::ranges::any_of(found.value().items, [&](const Node& n) { return n.is(name); });
    });
}

// Members that are not listed as properties.
auto requires_others(const Shape& shape) -> bool {
    const auto is_listed = [&](const Node& name) {
        return std::ranges::any_of(shape.all("properties"), [&](const Found& found) {
            return found.value().find(name.text) != nullptr;
        });
    };
    return std::ranges::any_of(shape.all("required"), [&](const Found& found) {
        return !std::ranges::all_of(found.value().items, is_listed);
    });
}

// The value that a schema gives as its default, its own or that of the type it refers to.
auto default_of(Sources& sources, const SchemaRef& schema) -> const Node* {
    if (!schema.node->is_object()) return nullptr;
    if (const Node* own = schema.node->find("default")) return own;
    const Node* reference = schema.node->find("$ref");
    if (!reference || !reference->is_string()) return nullptr;
    const auto target = sources.resolve(*schema.source, reference->text, reference->location);
    return target && target.node->is_object() ? target.node->find("default") : nullptr;
}

}  // namespace

auto Lowering::build_object(const Shape& shape, const SchemaRef& schema, const std::string& name,
                            Definition* target) -> std::optional<Type> {
    std::optional<Type> additional;
    if (shape.is_checked() && !may_be_checked(shape)) return std::nullopt;
    if (!additional_of(shape, schema, name, additional)) return std::nullopt;
    if (!pattern_members(shape, name, additional)) return std::nullopt;
    if (additional && !shape.has("properties") && !shape.has("required")) {
        return build_map(shape, schema, *std::move(additional));
    }
    if (additional && requires_others(shape)) return std::nullopt;
    Definition& structure = target ? *target : make_definition(schema, name);
    if (!target) defined_.emplace(schema.node, &structure);
    structure.form = Form::structure;
    structure.type = Type{.kind = Kind::object};
    if (shape.is_checked())
        structure.type.rule.schema = closed_schema(sources_, schema).to_string();
    structure.additional = std::move(additional);
    if (fill_structure(structure, shape)) return definition_type(structure);
    if (!target) {
        defined_.erase(schema.node);
        auto& all = schema.source->module->definitions;
        std::erase_if(all, [&](const auto& each) { return each.get() == &structure; });
    }
    return std::nullopt;
}

auto Lowering::build_map(const Shape& shape, const SchemaRef& schema, Type additional) -> Type {
    Type type{.kind = Kind::map};
    if (shape.is_checked()) type.rule.schema = closed_schema(sources_, schema).to_string();
    if (const Found* min = shape.first("minProperties"))
        type.rule.min_items = min->value().as_uint64();
    if (const Found* max = shape.first("maxProperties"))
        type.rule.max_items = max->value().as_uint64();
    type.element = std::make_shared<const Type>(std::move(additional));
    return type;
}

// What other members than the properties are: none, or of one type. False: it depends on where it
// is said.
auto Lowering::additional_of(const Shape& shape, const SchemaRef& schema, const std::string& name,
                             std::optional<Type>& additional) -> bool {
    const auto& own = shape.all("additionalProperties");
    const auto& rest = shape.all("unevaluatedProperties");
    if (own.empty() && rest.empty()) return true;
    if (own.size() + rest.size() > 1) return false;
    if (!own.empty() && shape.object_parts() > 1) return false;
    if (!rest.empty() && rest.front().schema.node != schema.node) return false;
    const Found& found = own.empty() ? rest.front() : own.front();
    if (found.value().is_false()) return true;
    additional =
        lower({found.schema.source, &found.value(), name + "Value", false}, name + "Value");
    return true;
}

// The members of one pattern are a map too. False: there are others.
auto Lowering::pattern_members(const Shape& shape, const std::string& name,
                               std::optional<Type>& additional) -> bool {
    const auto& found = shape.all("patternProperties");
    if (found.empty()) return true;
    const auto& patterns = found.front().value().members;
    if (found.size() > 1 || patterns.size() != 1 || additional) return false;
    const SchemaRef& owner = found.front().schema;
    additional =
        lower({owner.source, &patterns.front().value, name + "Value", false}, name + "Value");
    return true;
}

// What is written holds what was read: a member that is written though it was absent, or left out
// though it was null, is not for rules that count members.
auto Lowering::may_be_checked(const Shape& shape) -> bool {
    return std::ranges::all_of(properties_of(shape), [&](const Property& property) {
        if (is_required(shape, property.first)) return true;
        return std::ranges::all_of(property.second, [&](const SchemaRef& schema) {
            if (default_of(sources_, schema) != nullptr) return false;
            const auto types = Shape(sources_, schema).types();
            return std::ranges::find(types, "null") == types.end();
        });
    });
}

auto Lowering::properties_of(const Shape& shape) -> std::vector<Property> {
    std::vector<Property> properties;
    for (const Found& found : shape.all("properties")) {
        for (const NodeMember& each : found.value().members) {
            auto known = std::ranges::find(properties, each.key, &Property::first);
            if (known == properties.end()) known = properties.insert(known, {each.key, {}});
            const auto is_there = [&](const SchemaRef& part) { return part.node == &each.value; };
            if (std::ranges::any_of(known->second, is_there)) continue;
            known->second.push_back({found.schema.source, &each.value, "", false});
        }
    }
    return properties;
}

// Several schemas of one property as one: their allOf, the same one for the same schemas (types
// that hold themselves ask again). Null: they come from different files.
auto Lowering::combined(const Property& property) -> SchemaRef {
    const auto& parts = property.second;
    if (parts.size() == 1) return parts.front();
    Node list{.kind = json::Kind::array, .location = parts.front().node->location};
    std::vector<const Node*> nodes;
    for (const SchemaRef& part : parts) {
        if (part.source != parts.front().source) return {};
        list.items.push_back(*part.node);
        nodes.push_back(part.node);
    }
    if (const auto known = combined_.find(nodes); known != combined_.end()) return known->second;
    Node all{.kind = json::Kind::object, .location = list.location};
    all.members.push_back({"allOf", list.location, std::move(list)});
    const SchemaRef made{parts.front().source, &sources_.synthesize(std::move(all)), "", false};
    combined_.emplace(std::move(nodes), made);
    return made;
}

auto Lowering::fill_structure(Definition& structure, const Shape& shape) -> bool {
    constexpr std::size_t max_members = 64;
    const auto properties = properties_of(shape);
    if (properties.size() > max_members) return false;
    for (const Property& property : properties) {
        if (!combined(property)) return false;
        auto member = make_member(structure, property, is_required(shape, property.first));
        if (member.cpp_name.empty()) return false;
        structure.members.push_back(std::move(member));
    }
    if (const Found* min = shape.first("minProperties")) {
        structure.min_properties = min->value().as_uint64();
    }
    if (const Found* max = shape.first("maxProperties")) {
        structure.max_properties = max->value().as_uint64();
    }
    check_required(shape, structure);
    check_names(structure);
    check_version(structure);
    return true;
}

auto Lowering::make_member(const Definition& owner, const Property& property, bool required)
    -> Member {
    const SchemaRef schema = combined(property);
    Member member;
    member.json_name = property.first;
    member.cpp_name = snake_case(property.first);
    member.location = schema.node->location;
    member.required = required;
    member.type = lower(schema, owner.name + pascal_case(property.first));
    if (!schema.node->is_object()) return member;
    if (const Node* text = schema.node->find("description")) member.description = text->text;
    const Type& type = member.type;
    const bool constant = schema.node->find("const") && !type.definition && !type.nullable;
    if (required && constant && type.rule.allowed.size() == 1) {
        member.constant = type.rule.allowed.front();
    }
    if (!required) set_default(member, schema);
    return member;
}

void Lowering::set_default(Member& member, const SchemaRef& schema) {
    const Node* value = default_of(sources_, schema);
    if (!value) return;
    if (auto expression = default_expression(member.type, *value)) {
        member.default_value = *std::move(expression);
    } else {
        error(value->location, "the default is not a value of its schema");
    }
}

// A closed object can't have what it does not list.
void Lowering::check_required(const Shape& shape, const Definition& structure) {
    std::vector<std::string_view> names;
    for (const Member& member : structure.members) names.push_back(member.json_name);
    for (const Found& found : shape.all("required")) {
        for (const Node& name : found.value().items) {
            if (!name.is_string() || std::ranges::find(names, name.text) != names.end()) continue;
            error(name.location,
                  json::with_suggestion(
                      "\"" + name.text + "\" is required but no property: no value can match",
                      name.text, names));
        }
    }
}

void Lowering::check_names(const Definition& structure) {
    for (std::size_t i = 0; i < structure.members.size(); ++i) {
        const Member& member = structure.members[i];
        for (std::size_t j = 0; j < i; ++j) {
            const Member& other = structure.members[j];
            if (member.cpp_name != other.cpp_name) continue;
            error(member.location, "\"" + member.json_name + "\" and \"" + other.json_name +
                                       "\" both become \"" + member.cpp_name + "\" in C++");
        }
        if (structure.additional && member.cpp_name == "additional") {
            error(member.location,
                  "\"additional\" is the C++ name of the members that are not listed");
        }
    }
}

// What changes has one count of its changes.
void Lowering::check_version(const Definition& structure) {
    const Member* first = nullptr;
    for (const Member& member : structure.members) {
        if (!member.type.version) continue;
        if (member.type.kind != Kind::integer || member.type.nullable)
            error(member.location, "a version is an integer");
        if (first != nullptr) {
            error(member.location, "\"" + first->json_name + "\" is the version already");
        }
        first = &member;
    }
}

}  // namespace strata::tools

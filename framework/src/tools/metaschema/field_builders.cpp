// The JSON Schema of each form of a metaschema definition.
#include <algorithm>

#include "strata/json/suggest.hpp"
#include "tools/metaschema/field_lowering.hpp"
#include "tools/metaschema/nodes.hpp"

namespace strata::tools {

namespace {

// The JSON type that all values have; empty if there is none.
auto common_type(const Node& values) -> std::string {
    auto all = [&](auto holds) { return std::ranges::all_of(values.items, holds); };
    if (all([](const Node& n) { return n.is_string(); })) return "string";
    if (all([](const Node& n) { return n.as_int64().has_value(); })) return "integer";
    if (all([](const Node& n) { return n.is_number(); })) return "number";
    if (all([](const Node& n) { return n.is_boolean(); })) return "boolean";
    return {};
}

// "auth.Account": names of ASCII letters, digits and underscores with dots between, as they stand
// in the files' names.
auto is_dotted(std::string_view name) -> bool {
    bool begins = true;
    for (const char c : name) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        const bool digit = c >= '0' && c <= '9';
        if (begins ? !letter : !letter && !digit && c != '.') return false;
        begins = c == '.';
    }
    return !begins;
}

}  // namespace

auto FieldLowering::build(const Form& form) -> Node {
    if (!form.type) return refer(form.reference, form.source.location);
    const auto form_of_type = form.type->form;
    if (form_of_type > MetaForm::json && !form.payload) {
        const std::string name(form.type->name);
        error(form.source.location, "\"" + name + "\" needs to say of what: {" + name + ": ...}");
        return object_node(form.source.location);
    }
    switch (form_of_type) {
        case MetaForm::scalar:
        case MetaForm::json: return build_scalar(form);
        case MetaForm::list: return build_list(form);
        case MetaForm::mapping: return build_mapping(form);
        case MetaForm::tuple: return build_tuple(form);
        case MetaForm::enumeration: return build_enumeration(form);
        case MetaForm::schema: return build_nested(form);
        case MetaForm::reference: return build_reference(form);
    }
    return object_node(form.source.location);
}

auto FieldLowering::build_scalar(const Form& form) -> Node {
    const Location& at = form.source.location;
    if (!form.short_key.empty()) {
        error(at, "\"" + std::string(form.type->name) + "\" is a type, not a key: {type: '" +
                      std::string(form.type->name) + "'}");
    }
    if (form.type->form == MetaForm::json) {
        Node types = list_node(at);
        types.items.push_back(text_node("object", at));
        types.items.push_back(text_node("array", at));
        Node schema = object_node(at);
        add(schema, "type", std::move(types));
        add(schema, "additionalProperties", flag_node(true, at));
        return schema;
    }
    Node schema = type_node(std::string(form.type->json_type), at);
    if (!form.type->format.empty()) {
        add(schema, "format", text_node(std::string(form.type->format), at));
    }
    add_length(form, schema);
    return schema;
}

// 30, [5, 30], {min: 5, max: 30}; either bound may be left out.
void FieldLowering::add_length(const Form& form, Node& schema) {
    const Node* length = form.source.is_object() ? form.source.find("length") : nullptr;
    if (!length || form.type->least.empty()) return;
    const Node* min = nullptr;
    const Node* max = nullptr;
    if (length->is_number()) {
        max = length;
    } else if (length->is_array() && length->items.size() == 2) {
        min = &length->items[0];
        max = &length->items[1];
    } else if (length->is_object() && !length->members.empty()) {
        constexpr auto keys = std::to_array<std::string_view>({"min", "max"});
        min = length->find("min");
        max = length->find("max");
        for (const NodeMember& each : length->members) {
            if (std::ranges::find(keys, each.key) != keys.end()) continue;
            error(each.location,
                  json::with_suggestion("unknown key \"" + each.key + "\" of a length", each.key,
                                        keys));
        }
    } else {
        return error(length->location, "length must be a number, [min, max] or {min, max}");
    }
    const auto add_bound = [&](std::string_view keyword, const Node* bound) {
        if (!bound || bound->kind == json::Kind::null) return;
        const bool counts = form.type->json_type == "string" || form.type->form != MetaForm::scalar;
        if (!bound->is_number() || (counts && !bound->as_uint64())) {
            return error(bound->location, counts ? "a length must be an integer from 0"
                                                 : "a length must be a number");
        }
        add(schema, std::string(keyword), *bound);
    };
    add_bound(form.type->least, min);
    add_bound(form.type->most, max);
}

auto FieldLowering::build_list(const Form& form) -> Node {
    const Location& at = form.source.location;
    Node schema = type_node("array", at);
    MetaField element = lower(*form.payload);
    std::erase_if(element.schema.members, [&](const NodeMember& member) {
        return !element.required && member.key == "default";
    });
    add(schema, "items", std::move(element.schema));
    if (form.type->name == "set") add(schema, "uniqueItems", flag_node(true, at));
    add_length(form, schema);
    return schema;
}

// {object: {string: T}}, {type: 'object', key: 'string', value: T}. One that is required is not
// empty.
auto FieldLowering::build_mapping(const Form& form) -> Node {
    const Location& at = form.source.location;
    const Node* value = form.payload;
    std::string key;
    if (!form.short_key.empty() || !form.source.find("value")) {
        if (!value->is_object() || value->members.size() != 1) {
            error(value->location, "this must be {string: TYPE}: the types of key and value");
            return object_node(at);
        }
        key = value->members.front().key;
        value = &value->members.front().value;
    } else if (const Node* name = form.source.find("key")) {
        key = name->text;
    }
    if (key != "string") {
        error(form.payload->location, "the keys of a JSON object are of type string");
    }
    Node schema = type_node("object", at);
    MetaField element = lower(*value);
    std::erase_if(element.schema.members, [&](const NodeMember& member) {
        return !element.required && member.key == "default";
    });
    add(schema, "additionalProperties", std::move(element.schema));
    add_length(form, schema);
    if (form.required && !schema.find("minProperties")) {
        add(schema, "minProperties", plain_node(json::Kind::number, "1", at));
    }
    return schema;
}

auto FieldLowering::is_scalar(const Node& element) -> bool {
    const auto scalar = [](std::string_view name) {
        if (name.starts_with('?')) name.remove_prefix(1);
        const MetaType* type = find_meta_type(name);
        return type && (type->form == MetaForm::scalar || type->form == MetaForm::enumeration);
    };
    if (element.is_string()) return scalar(element.text);
    if (!element.is_object() || element.members.empty()) return false;
    const Node* type = element.find("type");
    if (type) return type->is_string() && scalar(type->text);
    return element.members.front().key == "enum" || element.members.front().key == "enum?";
}

// 'string', {name: 'string'}: a scalar, which may have a name.
auto FieldLowering::tuple_element(const Node& element, bool& required) -> Node {
    const bool named = element.is_object() && element.members.size() == 1 && !is_scalar(element);
    const Node& definition = named ? element.members.front().value : element;
    if (!is_scalar(definition)) {
        error(definition.location, "an element of a tuple must be a scalar");
        return object_node(element.location);
    }
    MetaField field = lower(definition);
    required = field.required;
    std::erase_if(field.schema.members,
                  [](const NodeMember& member) { return member.key == "default"; });
    if (named) {
        add(field.schema, "title", text_node(element.members.front().key, element.location));
    }
    return std::move(field.schema);
}

// As long as its last required element asks; no longer than it lists.
auto FieldLowering::build_tuple(const Form& form) -> Node {
    const Location& at = form.source.location;
    if (!form.payload->is_array() || form.payload->items.empty()) {
        error(form.payload->location, "a tuple must list its elements");
        return object_node(at);
    }
    Node elements = list_node(at);
    std::size_t least = 0;
    for (const Node& element : form.payload->items) {
        bool required = true;
        elements.items.push_back(tuple_element(element, required));
        if (required) least = elements.items.size();
    }
    Node schema = type_node("array", at);
    add(schema, "prefixItems", std::move(elements));
    add(schema, "items", flag_node(false, at));
    if (least > 0) {
        add(schema, "minItems", plain_node(json::Kind::number, std::to_string(least), at));
    }
    return schema;
}

auto FieldLowering::build_enumeration(const Form& form) -> Node {
    const Location& at = form.source.location;
    if (!form.payload->is_array() || form.payload->items.empty()) {
        error(form.payload->location, "an enum must list its values");
        return object_node(at);
    }
    Node schema = object_node(at);
    for (const Node& value : form.payload->items) {
        if (value.is_object() || value.is_array()) {
            error(value.location, "a value of an enum must be a scalar");
        }
    }
    if (auto type = common_type(*form.payload); !type.empty()) {
        add(schema, "type", text_node(std::move(type), at));
    }
    add(schema, "enum", *form.payload);
    return schema;
}

// {schema: {...}}, {schema: 'Account'}: a struct by value.
auto FieldLowering::build_nested(const Form& form) -> Node {
    MetaField nested = lower(*form.payload);
    if (!nested.required) {
        error(form.payload->location, "say that it is optional at the field: required: false");
    }
    return std::move(nested.schema);
}

auto FieldLowering::build_reference(const Form& form) -> Node {
    const Location& at = form.payload->location;
    if (!form.payload->is_string()) {
        error(at, std::string(form.type->name) + " must name a type");
        return object_node(at);
    }
    Node target = refer(form.payload->text, at);
    if (form.type->name == "one") return target;
    Node schema = type_node("array", at);
    add(schema, "items", std::move(target));
    return schema;
}

auto FieldLowering::refer(const std::string& name, const Location& at) -> Node {
    if (const auto dot = name.rfind('.'); dot != std::string::npos && is_dotted(name)) {
        return reference_node(name.substr(0, dot) + ".schema#/$defs/" + name.substr(dot + 1), at);
    }
    if (!names_.contains(name)) {
        error(at, json::with_suggestion("unknown type \"" + name + "\"", name, type_names()));
        return object_node(at);
    }
    return reference_node("#/$defs/" + name, at);
}

}  // namespace strata::tools

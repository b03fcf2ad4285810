#include "tools/metaschema/field_lowering.hpp"

#include <algorithm>
#include <array>

#include "strata/json/suggest.hpp"
#include "tools/metaschema/nodes.hpp"

namespace strata::tools {

namespace {

constexpr std::array<std::string_view, 9> common_keys{"type",        "required", "default",
                                                      "unique",      "index",    "primary",
                                                      "description", "note",     "sensitive"};

auto is_upper(char c) -> bool { return c >= 'A' && c <= 'Z'; }

// "Account", "auth.Account": a type of a file, not of the language.
auto is_reference(std::string_view name) -> bool {
    const auto dot = name.rfind('.');
    const auto local = dot == std::string_view::npos ? name : name.substr(dot + 1);
    return !local.empty() && is_upper(local.front());
}

auto index_of(const Node& definition) -> const NodeMember* {
    if (!definition.is_object() || definition.members.empty() || definition.find("type")) {
        return nullptr;
    }
    const NodeMember& first = definition.members.front();
    const bool names = first.key == "index" || first.key == "unique" || first.key == "primary";
    return names && !first.value.is_boolean() ? &first : nullptr;
}

}  // namespace

auto FieldLowering::type_names() const -> std::vector<std::string_view> {
    std::vector<std::string_view> names;
    for (const MetaType& type : meta_types()) names.push_back(type.name);
    names.insert(names.end(), names_.begin(), names_.end());
    return names;
}

auto FieldLowering::lower(const Node& source, bool optional) -> MetaField {
    if (source.is_string()) return lower_name(source, optional);
    if (source.is_object()) return lower_object(source, optional);
    if (source.is_array()) {
        return finish({.source = source,
                       .type = find_meta_type("tuple"),
                       .payload = &source,
                       .required = !optional});
    }
    error(source.location, "a definition must be a type's name, an object or a tuple");
    return {.schema = object_node(source.location)};
}

auto FieldLowering::lower_name(const Node& source, bool optional) -> MetaField {
    const bool question = source.text.starts_with('?');
    const auto name = source.text.substr(question ? 1 : 0);
    Form form{.source = source, .required = !optional && !question};
    if (is_reference(name)) {
        form.reference = name;
        return finish(form);
    }
    form.type = find_meta_type(name);
    if (form.type && form.type->form <= MetaForm::json) return finish(form);
    if (form.type) {
        error(source.location, "\"" + name + "\" needs to say of what: {" + name + ": ...}");
    } else {
        error(source.location,
              json::with_suggestion("unknown type \"" + name + "\"", name, type_names()));
    }
    return {.schema = object_node(source.location)};
}

auto FieldLowering::lower_object(const Node& source, bool optional) -> MetaField {
    if (source.find("type")) return long_form(source, optional);
    if (source.members.empty()) {
        error(source.location, "a definition must say its type or its fields");
        return {.schema = object_node(source.location)};
    }
    std::string_view first = source.members.front().key;
    if (first.ends_with('?')) first.remove_suffix(1);
    if (find_meta_type(first)) return short_form(source, optional);
    if (is_upper(first.front())) {
        error(
            source.members.front().location,
            "\"" + std::string(first) + "\" looks like a kind, which stands at the root of a file");
    }
    MetaIndexes unused;
    Node schema = lower_struct(source, 0, unused);
    if (optional) schema = nullable(std::move(schema), true);
    return {.schema = std::move(schema), .required = !optional};
}

auto FieldLowering::long_form(const Node& source, bool optional) -> MetaField {
    const Node& type = *source.find("type");
    if (!type.is_string()) {
        error(type.location, "a type must be a name; a field can't be called \"type\"");
        return {.schema = object_node(source.location)};
    }
    const bool question = type.text.starts_with('?');
    const auto name = type.text.substr(question ? 1 : 0);
    Form form{.source = source, .required = !optional && !question && read_required(source)};
    if (is_reference(name)) {
        form.reference = name;
    } else if (form.type = find_meta_type(name); !form.type) {
        error(type.location,
              json::with_suggestion("unknown type \"" + name + "\"", name, type_names()));
        return {.schema = object_node(source.location)};
    }
    form.payload = source.find("value");
    if (!form.payload && form.type) form.payload = source.find(form.type->name);
    check_keys(form);
    return finish(form);
}

auto FieldLowering::short_form(const Node& source, bool optional) -> MetaField {
    const NodeMember& first = source.members.front();
    const bool question = first.key.ends_with('?');
    Form form{.source = source,
              .type = find_meta_type(first.key.substr(0, first.key.size() - (question ? 1 : 0))),
              .payload = &first.value,
              .short_key = first.key,
              .required = !optional && !question && read_required(source)};
    check_keys(form);
    return finish(form);
}

auto FieldLowering::read_required(const Node& source) -> bool {
    const Node* required = source.find("required");
    if (required && !required->is_boolean()) {
        error(required->location, "required must be true or false");
    }
    return !required || !required->is_false();
}

void FieldLowering::check_keys(const Form& form) {
    std::vector<std::string_view> known(common_keys.begin(), common_keys.end());
    if (!form.short_key.empty()) {
        known.front() = form.short_key;
    } else if (form.type && form.type->form > MetaForm::json) {
        known.push_back("value");
        known.push_back(form.type->name);
        if (form.type->form == MetaForm::mapping) known.push_back("key");
    }
    if (form.type && !form.type->least.empty()) known.push_back("length");
    const std::string what = form.type ? std::string(form.type->name) : "reference";
    for (const NodeMember& member : form.source.members) {
        if (std::ranges::find(known, member.key) != known.end()) continue;
        error(member.location,
              json::with_suggestion("unknown key \"" + member.key + "\" of a field of type " + what,
                                    member.key, known));
    }
}

auto FieldLowering::finish(const Form& form) -> MetaField {
    Node schema = build(form);
    add_annotations(form, schema);
    const bool has_default = form.source.is_object() && form.source.find("default");
    if (!form.required) schema = nullable(std::move(schema), !has_default);
    return {.schema = std::move(schema), .required = form.required};
}

void FieldLowering::add_annotations(const Form& form, Node& schema) {
    if (!form.source.is_object()) return;
    for (const std::string_view key : {"unique", "index", "primary", "sensitive"}) {
        const Node* flag = form.source.find(key);
        if (flag && !flag->is_boolean()) {
            error(flag->location, std::string(key) + " must be true or false");
        } else if (flag && key == "sensitive") {
            add(schema, "sensitive", *flag);
        }
    }
    for (const std::string_view key : {"description", "note"}) {
        const Node* text = form.source.find(key);
        if (text && !text->is_string()) {
            error(text->location, std::string(key) + " must be a text");
        } else if (text && !schema.find("description")) {
            add(schema, "description", *text);
        }
    }
    if (const Node* value = form.source.find("default")) add(schema, "default", *value);
}

// Types of their own kind say that null is one of theirs; others are one of two.
auto FieldLowering::nullable(Node schema, bool with_default) -> Node {
    const Location at = schema.location;
    Node* type = nullptr;
    for (NodeMember& member : schema.members) {
        if (member.key == "type") type = &member.value;
    }
    if (type && !schema.find("enum")) {
        Node types = type->is_array() ? *type : list_node(at);
        if (!type->is_array()) types.items.push_back(*type);
        types.items.push_back(null_node(at));
        types.items.back().kind = json::Kind::string;
        *type = std::move(types);
    } else {
        Node either = list_node(at);
        Node outer = object_node(at);
        // What is said of the field stays with the field.
        std::erase_if(schema.members, [&](NodeMember& member) {
            const bool moves =
                member.key == "default" || member.key == "description" || member.key == "sensitive";
            if (moves) outer.members.push_back(std::move(member));
            return moves;
        });
        either.items.push_back(std::move(schema));
        either.items.push_back(type_node("null", at));
        add(outer, "anyOf", std::move(either));
        schema = std::move(outer);
    }
    if (with_default) add(schema, "default", null_node(at));
    return schema;
}

auto FieldLowering::lower_struct(const Node& source, std::size_t skip, MetaIndexes& indexes)
    -> Node {
    const Location& at = source.location;
    Node properties = object_node(at);
    Node required = list_node(at);
    for (std::size_t i = skip; i < source.members.size(); ++i) {
        const NodeMember& member = source.members[i];
        if (index_of(member.value)) {
            add_index(member, source, skip, indexes);
            continue;
        }
        const bool optional = member.key.ends_with('?');
        const auto name = member.key.substr(0, member.key.size() - (optional ? 1 : 0));
        if (properties.find(name)) {
            error(member.location, "the field \"" + name + "\" is there twice");
            continue;
        }
        MetaField field = lower(member.value, optional);
        note_field_index(name, member.value, indexes);
        if (field.required) required.items.push_back(text_node(name, member.location));
        NodeMember property{.key = name, .location = member.location};
        property.value = std::move(field.schema);
        properties.members.push_back(std::move(property));
    }
    Node schema = type_node("object", at);
    add(schema, "properties", std::move(properties));
    add(schema, "required", std::move(required));
    return schema;
}

void FieldLowering::note_field_index(const std::string& name, const Node& definition,
                                     MetaIndexes& indexes) {
    if (!definition.is_object()) return;
    const auto says = [&](std::string_view key) {
        const Node* flag = definition.find(key);
        return flag && flag->is_true();
    };
    if (says("unique") || says("primary")) indexes.unique.push_back(name);
    if (says("index")) indexes.indexed.push_back(name);
}

// An entry that is no field: {index: ['city', 'name']}, {unique: [...]}, or {index: 'gin (name)'}
// in the database's own words.
void FieldLowering::add_index(const NodeMember& member, const Node& source, std::size_t skip,
                              MetaIndexes& indexes) {
    const NodeMember& index = *index_of(member.value);
    if (member.value.members.size() > 1) {
        error(member.value.members[1].location,
              "unknown key \"" + member.value.members[1].key + "\" of an index");
    }
    std::string text;
    if (index.value.is_string()) {
        text = index.value.text;
    } else if (!index.value.is_array() || index.value.items.empty()) {
        return error(index.value.location,
                     "an index must name fields: {" + index.key + ": ['city', 'name']}");
    }
    std::vector<std::string_view> fields;
    for (std::size_t i = skip; i < source.members.size(); ++i) {
        std::string_view key = source.members[i].key;
        if (key.ends_with('?')) key.remove_suffix(1);
        if (!index_of(source.members[i].value)) fields.push_back(key);
    }
    for (const Node& name : index.value.items) {
        text += (text.empty() ? "" : ", ") + name.text;
        if (name.is_string() && std::ranges::find(fields, name.text) != fields.end()) continue;
        error(name.location,
              json::with_suggestion("the index names no field: \"" + name.text + "\"", name.text,
                                    fields));
    }
    auto& list = index.key == "index" ? indexes.indexed : indexes.unique;
    list.push_back(index.value.is_string() ? text : "(" + text + ")");
}

}  // namespace strata::tools

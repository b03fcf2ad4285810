#include "tools/metaschema/meta_module.hpp"

#include <algorithm>
#include <array>

#include "strata/json/suggest.hpp"
#include "tools/metaschema/nodes.hpp"

namespace strata::tools {

namespace {

struct MetaWords {
    std::string_view key;
    std::array<std::string_view, 4> words;
};

constexpr std::array<MetaWords, 3> meta_words{{
    {"scope", {"application", "global", "system", "local"}},
    {"store", {"persistent", "memory"}},
    {"allow", {"write", "append", "read"}},
}};

auto is_upper(char c) -> bool { return c >= 'A' && c <= 'Z'; }

// "Account" -> "accountId"
auto identifier_of(const std::string& name) -> std::string {
    auto id = name + "Id";
    id.front() = static_cast<char>(id.front() | 0x20);
    return id;
}

auto text_of(const Node& meta, std::string_view key, std::string_view otherwise) -> std::string {
    const Node* node = meta.find(key);
    return node && node->is_string() ? node->text : std::string(otherwise);
}

auto joined(const std::vector<std::string>& names) -> std::string {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

auto member_of(Node& object, std::string_view key) -> Node* {
    for (NodeMember& member : object.members) {
        if (member.key == key) return &member.value;
    }
    return nullptr;
}

}  // namespace

void MetaModule::add_type(std::string name, Node root) {
    names_.insert(name);
    if (const Kind kind = kind_of(root); kind.kind && kind.kind->stored) names_.insert(name + "Id");
    roots_.emplace(std::move(name), std::move(root));
}

auto MetaModule::kind_of(const Node& root) -> Kind {
    if (!root.is_object() || root.members.empty()) return {};
    const NodeMember& first = root.members.front();
    if (first.key.empty() || !is_upper(first.key.front())) return {};
    for (const MetaKind& kind : meta_kinds()) {
        if (kind.name == first.key) return {&kind, &first.value};
    }
    std::vector<std::string_view> names;
    for (const MetaKind& kind : meta_kinds()) names.push_back(kind.name);
    error(first.location,
          json::with_suggestion("unknown kind \"" + first.key + "\"", first.key, names));
    return {};
}

auto MetaModule::definitions() -> Node {
    for (const auto& [name, root] : roots_) define(name, root);
    define_projections();
    return std::move(result_);
}

void MetaModule::define(const std::string& name, const Node& root) {
    const bool has_kind = root.is_object() && !root.members.empty() &&
                          !root.members.front().key.empty() &&
                          is_upper(root.members.front().key.front());
    if (has_kind) {
        const Kind kind = kind_of(root);
        if (kind.kind) define_kind(name, root, kind);
        return;
    }
    if (root.is_object() && root.members.empty()) {
        return error(root.location, "a definition must say its type or its fields");
    }
    const bool is_struct =
        root.is_object() && !root.find("type") &&
        !find_meta_type(root.members.front().key.substr(0, root.members.front().key.find('?')));
    MetaIndexes indexes;
    Node schema = is_struct ? fields_.lower_struct(root, 0, indexes) : fields_.lower(root).schema;
    describe({}, indexes, schema);
    add(result_, name, std::move(schema));
}

void MetaModule::define_kind(const std::string& name, const Node& root, const Kind& kind) {
    const bool projection = kind.kind->name == "Projection";
    if (!kind.meta->is_object()) {
        return error(kind.meta->location,
                     "a kind is told as {} or with its scope, store and allow");
    }
    check_meta(*kind.meta, projection);
    if (projection) return;  // after the types that it takes its fields from
    if (kind.kind->name == "Scalar") return define_scalar(name, root);
    MetaIndexes indexes;
    Node schema = fields_.lower_struct(root, 1, indexes);
    if (kind.kind->stored) add_identifier(name, schema);
    describe(kind, indexes, schema);
    add(result_, name, std::move(schema));
}

// ({ Scalar: {}, type: 'string', length: 30 }): a type of its own.
void MetaModule::define_scalar(const std::string& name, const Node& root) {
    Node definition = object_node(root.location);
    definition.members.assign(root.members.begin() + 1, root.members.end());
    const Node* type = definition.find("type");
    const MetaType* scalar = type && type->is_string() ? find_meta_type(type->text) : nullptr;
    const bool is_enumeration =
        !definition.members.empty() && definition.members.front().key == "enum";
    if (!is_enumeration &&
        (!scalar || (scalar->form != MetaForm::scalar && scalar->form != MetaForm::enumeration))) {
        return error(root.location,
                     "a Scalar must say the type of a scalar: {Scalar: {}, type: "
                     "'string'}");
    }
    add(result_, name, fields_.lower(definition).schema);
}

// The field "accountId", of type AccountId: absent until the record is stored.
void MetaModule::add_identifier(const std::string& name, Node& schema) {
    const Location& at = schema.location;
    Node type = type_node("string", at);
    add(type, "description", text_node("Identifies a record of " + name + ".", at));
    add(result_, name + "Id", std::move(type));
    Node& properties = *member_of(schema, "properties");
    const auto field = identifier_of(name);
    if (properties.find(field)) return;  // the file says itself what it is
    add(properties, field,
        FieldLowering::nullable(reference_node("#/$defs/" + name + "Id", at), true));
}

void MetaModule::check_meta(const Node& meta, bool projection) {
    std::vector<std::string_view> known;
    for (const MetaWords& each : meta_words) known.push_back(each.key);
    if (projection) known.insert(known.end(), {"schema", "fields"});
    for (const NodeMember& member : meta.members) {
        if (std::ranges::find(known, member.key) == known.end()) {
            error(member.location,
                  json::with_suggestion("unknown key \"" + member.key + "\" of a kind", member.key,
                                        known));
        }
    }
    for (const MetaWords& each : meta_words) {
        const Node* value = meta.find(each.key);
        const bool valid =
            !value || (value->is_string() && !value->text.empty() &&
                       std::ranges::find(each.words, value->text) != each.words.end());
        if (valid) continue;
        error(value->location,
              json::with_suggestion("unknown " + std::string(each.key) + " \"" + value->text + "\"",
                                    value->text, each.words));
    }
}

// As often as one more is defined: a projection may be one of a projection.
void MetaModule::define_projections() {
    std::set<std::string> open;
    for (const auto& [name, root] : roots_) {
        const Kind kind =
            root.is_object() && !root.members.empty() && root.members.front().key == "Projection"
                ? kind_of(root)
                : Kind();
        if (kind.kind && kind.meta->is_object()) open.insert(name);
    }
    for (bool progress = true; progress;) {
        progress = std::erase_if(open, [&](const std::string& name) {
                       const Node& root = roots_.at(name);
                       return project(name, root, root.members.front().value);
                   }) > 0;
    }
    for (const std::string& name : open) {
        const Node* parent = roots_.at(name).members.front().value.find("schema");
        const std::vector<std::string_view> names(names_.begin(), names_.end());
        error(parent ? parent->location : roots_.at(name).location,
              parent ? json::with_suggestion(
                           "a projection of an unknown type \"" + parent->text + "\"", parent->text,
                           names)
                     : "a projection must name its schema and fields: {Projection: {schema: "
                       "'Account', fields: ['login']}}");
    }
}

// False: its parent is not defined, or not yet.
auto MetaModule::project(const std::string& name, const Node& root, const Node& meta) -> bool {
    const Node* parent = meta.find("schema");
    const Node* fields = meta.find("fields");
    const Node* from = parent && parent->is_string() ? result_.find(parent->text) : nullptr;
    if (!from || !from->find("properties")) return false;
    MetaIndexes indexes;
    Node schema = fields_.lower_struct(root, 1, indexes);
    if (!fields || !fields->is_array() || fields->items.empty()) {
        error(fields ? fields->location : meta.location,
              "a projection must list fields of " + parent->text);
    } else {
        for (const Node& field : fields->items) add_projected(parent->text, *from, field, schema);
    }
    describe(kind_of(root), indexes, schema);
    add(result_, name, std::move(schema));
    return true;
}

void MetaModule::add_projected(const std::string& parent, const Node& from, const Node& field,
                               Node& schema) {
    const Node& properties = *from.find("properties");
    std::vector<std::string_view> known;
    for (const NodeMember& each : properties.members) known.push_back(each.key);
    Node& own = *member_of(schema, "properties");
    if (!field.is_string() || !properties.find(field.text)) {
        return error(field.location,
                     json::with_suggestion(parent + " has no field \"" + field.text + "\"",
                                           field.text, known));
    }
    if (own.find(field.text)) {
        return error(field.location, "the field \"" + field.text + "\" is there twice");
    }
    add(own, field.text,
        reference_node("#/$defs/" + parent + "/properties/" + field.text, field.location));
    const Node& required = *from.find("required");
    if (std::ranges::any_of(required.items, [&](const Node& n) { return n.is(field.text); })) {
        member_of(schema, "required")->items.push_back(field);
    }
}

// "Registry: application, persistent, write. Unique: login."
void MetaModule::describe(const Kind& kind, const MetaIndexes& indexes, Node& schema) {
    std::string text;
    if (kind.kind) {
        text = std::string(kind.kind->name) + ": " +
               text_of(*kind.meta, "scope", kind.kind->scope) + ", " +
               text_of(*kind.meta, "store", kind.kind->store) + ", " +
               text_of(*kind.meta, "allow", "write") + ".";
    }
    if (kind.kind && kind.kind->name == "Projection") {
        text += " Of " + text_of(*kind.meta, "schema", "") + ".";
    }
    if (!indexes.unique.empty()) text += " Unique: " + joined(indexes.unique) + ".";
    if (!indexes.indexed.empty()) text += " Indexed: " + joined(indexes.indexed) + ".";
    if (text.empty() || schema.find("description")) return;
    if (text.starts_with(' ')) text.erase(0, 1);
    add(schema, "description", text_node(std::move(text), schema.location));
}

}  // namespace strata::tools

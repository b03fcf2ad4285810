#include "schema/documents.hpp"

#include "schema/meta_schemas.hpp"
#include "schema/uri.hpp"
#include "strata/json/pointer.hpp"

namespace strata::schema {
namespace {

using json::Json;

constexpr unsigned max_depth = 512;
constexpr unsigned max_meta_schemas = 8;

auto meta_schema_documents() -> const std::map<std::string, Json, std::less<>>& {
    static const auto documents = [] {
        std::map<std::string, Json, std::less<>> made;
        for (const auto& meta : built_in_meta_schemas()) {
            made.emplace(meta.uri, *Json::parse(meta.text));
        }
        return made;
    }();
    return documents;
}

auto text_of(const Json& node, std::string_view key) -> const std::string* {
    const Json* value = node.find(key);
    return value != nullptr && value->is_string() ? &value->as_string() : nullptr;
}

auto child(const Place& at, std::string_view token) -> Place {
    Place place = at;
    json::append_token(place.pointer, token);
    json::append_token(place.document_pointer, token);
    return place;
}

// A fragment of $id that names a place rather than being empty.
auto has_name(const std::string& id) -> bool { return !split_fragment(id).second.empty(); }

}  // namespace

auto Documents::location(const Place& place, std::string_view keyword) -> std::string {
    std::string out = place.resource->uri + "#" + place.pointer;
    if (!keyword.empty()) json::append_token(out, keyword);
    return out;
}

void Documents::refuse(const Place& place, std::string_view keyword, std::string_view message) {
    std::string pointer = place.document_pointer;
    if (!keyword.empty()) json::append_token(pointer, keyword);
    throw Refused{{location(place, keyword), std::move(pointer), std::string(message)}};
}

void Documents::add_root(const Json& document) {
    add_document(options_.base_uri, document, dialect_of(options_.draft));
}

auto Documents::new_resource(std::string uri, const Json& root, const Dialect& dialect)
    -> Resource* {
    const auto id = static_cast<ResourceId>(resources_.size());
    Resource& made = resources_.emplace_back(Resource{id, std::move(uri), &root, dialect});
    by_uri_.try_emplace(made.uri, &made);
    return &made;
}

auto Documents::add_document(std::string_view uri, const Json& document, const Dialect& inherited)
    -> Resource* {
    Resource* made = new_resource(split_fragment(uri).first, document, inherited);
    index(document, Place{made, "", ""}, 0);
    return by_uri_.find(made->uri)->second;
}

auto Documents::find_document(std::string_view uri) const -> const Json* {
    if (options_.registry != nullptr) {
        if (const Json* found = options_.registry->find(uri)) return found;
    }
    const auto& built_in = meta_schema_documents();
    const auto found = built_in.find(uri);
    return found == built_in.end() ? nullptr : &found->second;
}

auto Documents::find_resource(const std::string& uri, const Dialect& dialect) -> Resource* {
    if (const auto found = by_uri_.find(uri); found != by_uri_.end()) return found->second;
    const Json* document = find_document(uri);
    return document == nullptr ? nullptr : add_document(uri, *document, dialect);
}

auto Documents::find_dialect(std::string_view uri, unsigned depth) -> std::optional<Dialect> {
    if (const auto standard = standard_dialect(uri)) return standard;
    const Json* meta = find_document(split_fragment(uri).first);
    if (meta == nullptr || !meta->is_object() || depth == max_meta_schemas) return std::nullopt;
    const std::string* above = text_of(*meta, "$schema");
    const auto base =
        above == nullptr ? dialect_of(options_.draft) : find_dialect(*above, depth + 1);
    const Json* vocabulary = meta->find("$vocabulary");
    if (!base || vocabulary == nullptr || !vocabulary->is_object()) return base;
    return restrict_dialect(*base, *vocabulary);
}

auto Documents::dialect_at(const Json& root, const Place& place, const Dialect& inherited)
    -> Dialect {
    const std::string* uri = text_of(root, "$schema");
    if (uri == nullptr) return inherited;
    const auto dialect = find_dialect(*uri, 0);
    if (!dialect)
        refuse(place, "$schema", "the dialect is not known, or needs an unknown vocabulary");
    return *dialect;
}

// A schema with an $id is a resource of its own; the root of a document is one anyway.
void Documents::enter_resource(const Json& node, Place& place) {
    const bool is_root = place.resource->root == &node;
    const std::string* id = text_of(node, "$id");
    Dialect dialect = place.resource->dialect;
    if (is_root || id != nullptr) dialect = dialect_at(node, place, dialect);
    if (is_root) place.resource->dialect = dialect;
    if (id == nullptr || (dialect.is_draft7() && node.contains("$ref"))) return;
    if (dialect.is_draft7() && id->starts_with('#')) return;
    if (!dialect.is_draft7() && has_name(*id)) refuse(place, "$id", "must have no fragment");
    std::string uri = split_fragment(resolve_uri(place.resource->uri, *id)).first;
    if (is_root) {
        place.resource->uri = std::move(uri);
        by_uri_.try_emplace(place.resource->uri, place.resource);
        return;
    }
    place.resource = new_resource(std::move(uri), node, dialect);
    place.pointer.clear();
}

void Documents::note_anchors(const Json& node, Resource& resource) {
    if (resource.dialect.is_draft7()) {
        const std::string* id = text_of(node, "$id");
        if (id != nullptr && has_name(*id) && !node.contains("$ref")) {
            resource.anchors.try_emplace(split_fragment(*id).second, &node);
        }
        return;
    }
    if (const std::string* anchor = text_of(node, "$anchor")) {
        resource.anchors.try_emplace(*anchor, &node);
    }
    if (resource.dialect.is_draft2020()) {
        if (const std::string* anchor = text_of(node, "$dynamicAnchor")) {
            resource.anchors.try_emplace(*anchor, &node);
            resource.dynamic_anchors.try_emplace(*anchor, &node);
        }
    } else if (const Json* recursive = node.find("$recursiveAnchor");
               recursive != nullptr && recursive->is_boolean() && recursive->as_bool()) {
        resource.dynamic_anchors.try_emplace("", &node);
    }
}

void Documents::index(const Json& node, Place place, unsigned depth) {
    if (places_.contains(&node)) return;
    if (depth > max_depth) refuse(place, "", "nested too deeply");
    if (!node.is_object()) {
        places_.emplace(&node, std::move(place));
        return;
    }
    enter_resource(node, place);
    note_anchors(node, *place.resource);
    for (const auto [key, value] : node.members()) {
        const Shape shape = keyword_shape(place.resource->dialect, key);
        if (shape != Shape::none) index_keyword(value, shape, child(place, key), depth + 1);
    }
    places_.emplace(&node, std::move(place));
}

void Documents::index_keyword(const Json& value, Shape shape, const Place& at, unsigned depth) {
    const bool lists = shape == Shape::schemas || shape == Shape::schema_or_schemas;
    if (value.is_array() && lists) {
        std::size_t i = 0;
        for (const Json& item : value.items()) index(item, child(at, std::to_string(i++)), depth);
    } else if (shape == Shape::members || shape == Shape::dependencies) {
        if (!value.is_object()) return;
        for (const auto [key, member] : value.members()) {
            const bool is_list_of_names = shape == Shape::dependencies && member.is_array();
            if (!is_list_of_names) index(member, child(at, key), depth);
        }
    } else if (shape != Shape::schemas) {
        index(value, at, depth);
    }
}

// Any value may be pointed at and is then a schema, known keywords around it or not. Identifiers on
// the way count.
auto Documents::at_pointer(Resource& resource, std::string_view pointer) -> const Json* {
    const auto tokens = json::split_pointer(pointer);
    if (!tokens) return nullptr;
    const Json* node = resource.root;
    Place place = places_.at(node);
    for (const auto& token : *tokens) {
        if (node->is_array()) {
            const auto index = json::parse_index(token);
            node = index && *index < node->size() ? &node->items()[*index] : nullptr;
        } else {
            node = node->find(token);
        }
        if (node == nullptr) return nullptr;
        place = child(place, token);
        if (const auto known = places_.find(node); known != places_.end()) place = known->second;
    }
    index(*node, std::move(place), 0);
    return node;
}

auto Documents::resolve(const Place& from, std::string_view keyword, std::string_view reference)
    -> const Json& {
    const auto full = resolve_uri(from.resource->uri, reference);
    const auto [uri, fragment] = split_fragment(full);
    Resource* resource = find_resource(uri, from.resource->dialect);
    if (resource == nullptr) refuse(from, keyword, "no such schema document: " + uri);
    const Json* found = nullptr;
    if (fragment.empty()) {
        found = resource->root;
    } else if (fragment.starts_with('/')) {
        found = at_pointer(*resource, fragment);
    } else if (const auto anchor = resource->anchors.find(fragment);
               anchor != resource->anchors.end()) {
        found = anchor->second;
    }
    if (found == nullptr) {
        refuse(from, keyword, "the reference leads nowhere: " + std::string(reference));
    }
    return *found;
}

}  // namespace strata::schema

#include "tools/contract/shape.hpp"

#include <algorithm>
#include <array>

#include "tools/contract/keywords.hpp"

namespace strata::tools {

namespace {

constexpr unsigned max_depth = 32;

constexpr auto annotations = std::to_array<std::string_view>(
    {"$defs", "$anchor", "$comment", "$schema", "title", "description", "default", "examples",
     "deprecated", "readOnly", "writeOnly", "sensitive", "version", "cpp"});

}  // namespace

auto is_annotation(std::string_view keyword) -> bool {
    return std::ranges::find(annotations, keyword) != annotations.end();
}

Shape::Shape(Sources& sources, const SchemaRef& schema) { gather(sources, schema, 0); }

void Shape::gather(Sources& sources, const SchemaRef& schema, unsigned depth) {
    if (schema.node->is_true()) return;
    if (!schema.node->is_object() || depth > max_depth) {
        is_static_ = false;
        return;
    }
    if (schema.node->find("properties") || schema.node->find("additionalProperties"))
        ++object_parts_;
    for (const NodeMember& member : schema.node->members) {
        const Keyword* keyword = find_keyword(member.key);
        if (keyword && keyword->support == Support::checked) is_checked_ = true;
        if (!keyword || keyword->support == Support::dynamic) {
            is_static_ = false;
        } else if (keyword->value == KeywordValue::reference) {
            auto target = sources.resolve(*schema.source, member.value.text, member.value.location);
            if (target) gather(sources, target, depth + 1);
        } else if (member.key == "allOf") {
            for (const Node& item : member.value.items) {
                gather(sources, {schema.source, &item, schema.name, false}, depth + 1);
            }
        } else {
            found_[keyword->name].push_back({schema, &member});
        }
    }
}

auto Shape::all(std::string_view keyword) const -> const std::vector<Found>& {
    static const std::vector<Found> none;
    const auto found = found_.find(keyword);
    return found == found_.end() ? none : found->second;
}

auto Shape::first(std::string_view keyword) const -> const Found* {
    const auto& found = all(keyword);
    return found.empty() ? nullptr : &found.front();
}

auto Shape::is_anything() const -> bool {
    return is_static_ &&
           std::ranges::all_of(found_, [](const auto& each) { return is_annotation(each.first); });
}

auto Shape::flag(std::string_view keyword) const -> bool {
    return std::ranges::any_of(all(keyword), [](const Found& f) { return f.value().is_true(); });
}

namespace {

auto type_of(const Node& value) -> std::string {
    switch (value.kind) {
        case json::Kind::null: return "null";
        case json::Kind::boolean: return "boolean";
        case json::Kind::string: return "string";
        case json::Kind::array: return "array";
        case json::Kind::object: return "object";
        default: return value.as_int64() || value.as_uint64() ? "integer" : "number";
    }
}

}  // namespace

// Where no `type` is said, `const` or `enum` tell it.
void Shape::keep_types_of_values(std::vector<std::string>& types) const {
    const Found* constant = first("const");
    const Found* list = first("enum");
    if (!constant && !list) return;
    const std::vector<Node> values =
        constant ? std::vector<Node>{constant->value()} : list->value().items;
    std::erase_if(types, [&](const std::string& type) {
        return std::ranges::none_of(values,
                                    [&](const Node& value) { return type_of(value) == type; });
    });
}

auto Shape::types() const -> std::vector<std::string> {
    std::vector<std::string> types{"null",   "boolean", "integer", "number",
                                   "string", "array",   "object"};
    for (const Found& found : all("type")) {
        const Node& value = found.value();
        auto allows = [&](const std::string& type) {
            if (value.is_string())
                return value.text == type || (type == "integer" && value.is("number"));
            return std::ranges::any_of(value.items, [&](const Node& item) {
                return item.text == type || (type == "integer" && item.is("number"));
            });
        };
        std::erase_if(types, [&](const std::string& type) { return !allows(type); });
    }
    if (all("type").empty()) keep_types_of_values(types);
    if (std::ranges::find(types, "number") != types.end()) std::erase(types, "integer");
    return types;
}

}  // namespace strata::tools

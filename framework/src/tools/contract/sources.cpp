#include "tools/contract/sources.hpp"

#include <algorithm>
#include <array>

#include "strata/json/pointer.hpp"
#include "strata/json/suggest.hpp"
#include "tools/model/names.hpp"

namespace strata::tools {

namespace {

auto percent_decoded(std::string_view text) -> std::string {
    auto hex = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && i + 2 < text.size() && std::isxdigit(text[i + 1]) &&
                            std::isxdigit(text[i + 2]);
        result += escape ? static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2])) : text[i];
        if (escape) i += 2;
    }
    return result;
}

// "Order" and "status" of /$defs/Order/properties/status: "OrderStatus".
auto name_of(const std::vector<std::string>& tokens) -> std::string {
    std::string name;
    for (std::size_t i = 1; i < tokens.size(); i += 2) name += pascal_case(tokens[i]);
    return name;
}

auto find_anchor_in(const Node& node, std::string_view anchor) -> const Node* {
    const Node* own = node.find("$anchor");
    if (own && own->is(anchor)) return &node;
    for (const NodeMember& member : node.members) {
        if (const Node* found = find_anchor_in(member.value, anchor)) return found;
    }
    for (const Node& item : node.items) {
        if (const Node* found = find_anchor_in(item, anchor)) return found;
    }
    return nullptr;
}

}  // namespace

auto string_member(std::string key, std::string text, const Location& at) -> NodeMember {
    NodeMember member;
    member.key = std::move(key);
    member.location = at;
    member.value.kind = json::Kind::string;
    member.value.location = at;
    member.value.text = std::move(text);
    return member;
}

auto Sources::add(std::unique_ptr<Module> module, const std::string& name)
    -> std::unique_ptr<Module> {
    auto root = parse_node(module->file, module->text, diagnostics_);
    if (!root) return nullptr;
    sources_.push_back({name, module.get(), *std::move(root)});
    return module;
}

auto Sources::add(std::unique_ptr<Module> module, const std::string& name, Node root)
    -> std::unique_ptr<Module> {
    sources_.push_back({name, module.get(), std::move(root)});
    return module;
}

void Sources::define(std::string_view name, Node definitions) {
    Node& root = std::ranges::find(sources_, name, &Source::name)->root;
    auto known = std::ranges::find(root.members, "$defs", &NodeMember::key);
    if (known == root.members.end()) {
        NodeMember member{.key = "$defs", .location = definitions.location};
        member.value.kind = json::Kind::object;
        known = root.members.insert(known, std::move(member));
    }
    for (NodeMember& each : definitions.members) {
        if (const NodeMember* other = known->value.find_member(each.key)) {
            diagnostics_.error(each.location, "the type \"" + each.key + "\" is also defined in " +
                                                  to_string(other->location));
        }
        known->value.members.push_back(std::move(each));
    }
}

auto Sources::find(std::string_view name) const -> const Source* {
    if (name.starts_with("./")) name.remove_prefix(2);
    const auto found = std::ranges::find(sources_, name, &Source::name);
    return found == sources_.end() ? nullptr : &*found;
}

auto Sources::find_anchor(const Source& source, std::string_view anchor) -> SchemaRef {
    const Node* definitions = source.root.find("$defs");
    if (!definitions) return {};
    for (const NodeMember& member : definitions->members) {
        const Node* found = find_anchor_in(member.value, anchor);
        if (!found) continue;
        const bool whole = found == &member.value;
        return {&source, found, whole ? member.key : pascal_case(anchor), whole};
    }
    return {};
}

auto Sources::find_pointer(const Source& source, const std::string& pointer) -> SchemaRef {
    const auto tokens = json::split_pointer(pointer);
    const Node* node = source.root.resolve(pointer);
    if (!node || !tokens || tokens->size() < 2 || tokens->front() != "$defs") return {};
    return {&source, node, name_of(*tokens), tokens->size() == 2, pointer};
}

// A property of a schema, or of one that applies to the same value.
auto Sources::find_property(const SchemaRef& schema, std::string_view property, unsigned depth)
    -> SchemaRef {
    constexpr unsigned max_depth = 32;
    if (depth > max_depth) return {};
    std::string pointer = schema.pointer + "/properties";
    json::append_token(pointer, property);
    if (auto found = find_pointer(*schema.source, pointer)) {
        found.name = schema.name + pascal_case(property);
        return found;
    }
    if (const Node* reference = schema.node->find("$ref"); reference && reference->is_string()) {
        const auto target = resolve(*schema.source, reference->text, reference->location);
        if (target && !target.pointer.empty()) return find_property(target, property, depth + 1);
    }
    const Node* all = schema.node->find("allOf");
    for (std::size_t i = 0; all && i < all->items.size(); ++i) {
        SchemaRef part = schema;
        part.node = &all->items[i];
        part.pointer += "/allOf/" + std::to_string(i);
        if (auto found = find_property(part, property, depth + 1)) return found;
    }
    return {};
}

auto Sources::resolve(const Source& source, std::string_view reference, const Location& at)
    -> SchemaRef {
    const auto hash = reference.find('#');
    const auto file = reference.substr(0, hash);
    const auto fragment = hash == std::string_view::npos
                              ? std::string()
                              : percent_decoded(reference.substr(hash + 1));
    const Source* target = file.empty() ? &source : find(file);
    if (!target) {
        std::vector<std::string_view> names;
        for (const Source& each : sources_) names.push_back(each.name);
        diagnostics_.error(
            at, json::with_suggestion("$ref to an unknown contract \"" + std::string(file) + "\"",
                                      file, names));
        return {};
    }
    auto found = fragment.starts_with('/') ? find_pointer(*target, fragment)
                                           : find_anchor(*target, fragment);
    if (found) return found;
    std::vector<std::string> pointers;
    if (const Node* definitions = target->root.find("$defs")) {
        for (const NodeMember& each : definitions->members)
            pointers.push_back("/$defs/" + each.key);
    }
    const std::vector<std::string_view> candidates(pointers.begin(), pointers.end());
    diagnostics_.error(at, json::with_suggestion("$ref \"" + std::string(reference) +
                                                     "\" leads to no schema under $defs",
                                                 fragment, candidates));
    return {};
}

auto Sources::built_in(std::string_view name, const Location& at) -> const Node* {
    constexpr std::array<std::string_view, 4> types{"string", "integer", "number", "boolean"};
    if (std::ranges::find(types, name) == types.end()) return nullptr;
    Node node{.kind = json::Kind::object, .location = at};
    node.members.push_back(string_member("type", std::string(name), at));
    return &synthesize(std::move(node));
}

auto Sources::resolve_name(const Source& source, std::string_view name, const Location& at)
    -> SchemaRef {
    if (const Node* node = built_in(name, at)) return {&source, node, "", false, ""};
    const Source* target = &source;
    std::string_view local = name;
    if (const auto dot = name.rfind('.'); dot != std::string_view::npos) {
        target = find(std::string(name.substr(0, dot)) + ".schema");
        local = name.substr(dot + 1);
    }
    if (target) {
        const auto slash = local.find('/');
        std::string pointer = "/$defs";
        json::append_token(pointer, local.substr(0, slash));
        auto found = find_pointer(*target, pointer);
        if (found && slash != std::string_view::npos) {
            found = find_property(found, local.substr(slash + 1), 0);
        }
        if (found) return found;
    }
    unknown_type(source, name, at);
    return {};
}

void Sources::unknown_type(const Source& source, std::string_view name, const Location& at) {
    std::vector<std::string> names;
    for (const Source& each : sources_) {
        const Node* definitions = each.root.find("$defs");
        if (!definitions) continue;
        const auto prefix =
            &each == &source ? std::string() : each.name.substr(0, each.name.size() - 6);
        for (const NodeMember& member : definitions->members) names.push_back(prefix + member.key);
    }
    const std::vector<std::string_view> candidates(names.begin(), names.end());
    diagnostics_.error(
        at, json::with_suggestion("unknown type \"" + std::string(name) + "\"", name, candidates));
}

}  // namespace strata::tools

// The keywords that apply subschemas to members and items.
#include "schema/key_order.hpp"
#include "schema/validator.hpp"

namespace strata::schema {

// One pass: members and rules are both in the order of their keys.
auto Validator::object(const Instruction& op, const At& at) -> bool {
    const ObjectRule& rule = program_.objects[op.a];
    const auto& members = at.node.get_ref<const Node::object_t&>();
    if (members.size() < rule.required && is_silent()) return false;
    const bool open = rule.patterns.empty() && rule.additional == none;
    const std::size_t last = rule.properties.size();
    std::size_t next = 0;
    std::size_t present = 0;
    std::size_t ordinal = 0;
    bool valid = true;
    for (const auto& [key, node] : members) {
        const std::uint64_t prefix = key_prefix(key);
        while (next != last && rule.prefixes[next] < prefix) ++next;
        int order = -1;
        while (next != last && rule.prefixes[next] == prefix &&
               (order = compare_rest(key, rule.properties[next].key)) > 0) {
            ++next;
        }
        const Path path{at.path, &key, 0};
        const At inner{node, &path, at.scope, nullptr};
        bool matched = false;
        bool holds = true;
        if (order == 0) {
            const PropertyRule& property = rule.properties[next++];
            present += property.required ? 1 : 0;
            matched = property.schema != none;
            holds = !matched || apply(property.schema, inner);
        }
        if (!open && (!matched || !rule.patterns.empty()) && (holds || !stops())) {
            holds = member(rule, key, inner, matched) && holds;
        }
        if (matched && at.evaluated != nullptr) at.evaluated->mark(ordinal);
        ++ordinal;
        valid = valid && holds;
        if (!holds && stops()) return false;
    }
    if (present != rule.required) valid = missing(rule, at) && valid;
    return valid;
}

// What patternProperties and, unless something matched, additionalProperties say to a member.
auto Validator::member(const ObjectRule& rule, const std::string& key, const At& at, bool& matched)
    -> bool {
    bool valid = true;
    for (const auto& [pattern, schema] : rule.patterns) {
        if (!matches(pattern, key)) continue;
        matched = true;
        valid = apply(schema, at) && valid;
        if (!valid && stops()) return false;
    }
    if (matched || rule.additional == none) return valid;
    matched = true;
    if (rule.closed)
        return fail(rule.additional_location, at, "additionalProperties", "unknown member");
    return apply(rule.additional, at) && valid;
}

auto Validator::missing(const ObjectRule& rule, const At& at) -> bool {
    if (is_silent()) return false;
    const auto& members = at.node.get_ref<const Node::object_t&>();
    for (const PropertyRule& property : rule.properties) {
        if (!property.required || members.contains(property.key)) continue;
        fail(rule.required_location, at, "required",
             "must have the member \"" + property.key + "\"");
        if (stops()) break;
    }
    return false;
}

auto Validator::property_names(const Instruction& op, const At& at) -> bool {
    bool valid = true;
    for (const auto& [key, _] : at.node.get_ref<const Node::object_t&>()) {
        const Path path{at.path, &key, 0};
        const Node name(key);
        if (apply(op.a, {name, &path, at.scope, nullptr})) continue;
        valid = false;
        if (stops()) break;
    }
    return valid;
}

auto Validator::array(const Instruction& op, const At& at) -> bool {
    const ArrayRule& rule = program_.arrays[op.a];
    const auto& items = at.node.get_ref<const Node::array_t&>();
    const std::size_t listed = rule.prefix.size();
    bool valid = true;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const SchemaId schema = i < listed ? rule.prefix[i] : rule.rest;
        if (schema == none) break;
        if (at.evaluated != nullptr) at.evaluated->mark(i);
        const Path path{at.path, nullptr, i};
        if (apply(schema, {items[i], &path, at.scope, nullptr})) continue;
        valid = false;
        if (stops()) break;
    }
    return valid;
}

auto Validator::contains(const Instruction& op, const At& at) -> bool {
    const ContainsRule& rule = program_.contains[op.a];
    const auto& items = at.node.get_ref<const Node::array_t&>();
    const bool marks = at.evaluated != nullptr && rule.evaluates;
    std::uint64_t held = 0;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Path path{at.path, nullptr, i};
        if (!quietly(rule.schema, {items[i], &path, at.scope, nullptr})) continue;
        ++held;
        if (marks) at.evaluated->mark(i);
        if (held > rule.most) break;
    }
    if (is_silent()) return held >= rule.least && held <= rule.most;
    if (held > rule.most) {
        return fail(rule.most_location, at, "maxContains",
                    "has too many items of the kind asked for");
    }
    if (held >= rule.least) return true;
    const bool one = rule.least == 1;
    return fail(
        rule.least_location, at, one ? "contains" : "minContains",
        one ? "must have an item of the kind asked for"
            : "must have at least " + std::to_string(rule.least) + " items of the kind asked for");
}

auto Validator::unevaluated_items(const Instruction& op, const At& at) -> bool {
    const auto& items = at.node.get_ref<const Node::array_t&>();
    bool valid = true;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (at.evaluated->has(i)) continue;
        at.evaluated->mark(i);
        const Path path{at.path, nullptr, i};
        if (apply(op.a, {items[i], &path, at.scope, nullptr})) continue;
        valid = false;
        if (stops()) break;
    }
    return valid;
}

auto Validator::unevaluated_members(const Instruction& op, const At& at) -> bool {
    bool valid = true;
    std::size_t ordinal = 0;
    for (const auto& [key, node] : at.node.get_ref<const Node::object_t&>()) {
        const std::size_t i = ordinal++;
        if (at.evaluated->has(i)) continue;
        at.evaluated->mark(i);
        const Path path{at.path, &key, 0};
        if (apply(op.a, {node, &path, at.scope, nullptr})) continue;
        valid = false;
        if (stops()) break;
    }
    return valid;
}

}  // namespace strata::schema

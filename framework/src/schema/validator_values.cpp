// The keywords that look at one value by itself.
#include <algorithm>
#include <bit>
#include <limits>

#include "schema/key_order.hpp"
#include "schema/node_type.hpp"
#include "schema/validator.hpp"
#include "strata/json/checks.hpp"
#include "strata/values/bytes.hpp"

namespace strata::schema {
namespace {

using Node = json::JsonAccess::Node;

constexpr std::size_t few = 16;
constexpr auto max_signed = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

// Holds every int64, uint64 and double exactly on the platforms that we build for.
auto exact(const Node& node) -> long double {
    if (node.is_number_float()) return node.get<double>();
    if (node.is_number_unsigned()) return static_cast<long double>(node.get<std::uint64_t>());
    return static_cast<long double>(node.get<std::int64_t>());
}

// Both as an int64, if they are.
auto holds_exactly(Op op, std::int64_t value, std::int64_t bound) -> bool {
    switch (op) {
        case Op::minimum: return value >= bound;
        case Op::maximum: return value <= bound;
        case Op::exclusive_minimum: return value > bound;
        default: return value < bound;
    }
}

auto is_small(const Node& node) -> bool {
    if (node.is_number_unsigned()) return node.get<std::uint64_t>() <= max_signed;
    return !node.is_number_float();
}

auto is_multiple(const Node& node, const Node& divisor) -> bool {
    const auto by = divisor.get<double>();
    if (node.is_number_float()) return json::is_multiple_of(node.get<double>(), by);
    if (node.is_number_unsigned()) return json::is_multiple_of(node.get<std::uint64_t>(), by);
    return json::is_multiple_of(node.get<std::int64_t>(), by);
}

auto mix(std::uint64_t seed, std::uint64_t value) -> std::uint64_t {
    seed ^= value + 0x9E3779B97F4A7C15U + (seed << 6U) + (seed >> 2U);
    return seed * 0xFF51AFD7ED558CCDU;
}

// Equal values have equal hashes; values nested deeply are told apart by comparison only.
auto hash(const Node& node, unsigned depth) -> std::uint64_t {
    if (node.is_number()) return mix(1, std::bit_cast<std::uint64_t>(node.get<double>() + 0.0));
    if (node.is_string())
        return mix(2, std::hash<std::string>()(node.get_ref<const std::string&>()));
    if (node.is_boolean()) return mix(3, node.get<bool>() ? 1 : 0);
    if (!node.is_structured()) return 4;
    std::uint64_t out = mix(node.is_array() ? 5 : 6, node.size());
    if (depth == 0) return out;
    if (const auto* items = node.get_ptr<const Node::array_t*>()) {
        for (const Node& item : *items) out = mix(out, hash(item, depth - 1));
        return out;
    }
    for (const auto& [key, value] : node.get_ref<const Node::object_t&>()) {
        out = mix(mix(out, std::hash<std::string>()(key)), hash(value, depth - 1));
    }
    return out;
}

auto same(const Node& a, const Node& b) -> bool {
    const auto* text = a.get_ptr<const std::string*>();
    if (text == nullptr || !b.is_string()) return json::equal(a, b);
    return *text == b.get_ref<const std::string&>();
}

// `texts` are sorted; a few are compared faster by their lengths and first bytes.
auto is_listed(const std::vector<std::string>& texts, const std::string& text) -> bool {
    if (texts.size() > few) return std::ranges::binary_search(texts, text);
    const std::uint64_t prefix = key_prefix(text);
    return std::ranges::any_of(texts, [&](const std::string& each) {
        return each.size() == text.size() && key_prefix(each) == prefix &&
               compare_rest(each, text) == 0;
    });
}

auto pairwise_unique(const Node::array_t& items) -> bool {
    for (std::size_t i = 1; i < items.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (same(items[i], items[j])) return false;
        }
    }
    return true;
}

}  // namespace

auto Validator::check_type(const Instruction& op, const At& at) -> bool {
    const std::uint32_t type = type_of(at.node);
    return (type & op.a) != 0 || fail(op, at);
}

auto Validator::check_integer(const Instruction& op, const At& at) -> bool {
    bool holds = true;
    std::uint32_t refused = at.node.get<double>() < 0 ? bounded_below : bounded_above;
    if (at.node.is_number_float()) {
        holds = at.node.get<double>() == 0;
        if (!json::is_integral(at.node.get<double>())) refused = integers_only;
    } else if (op.a == signed_64_bits) {
        holds = !at.node.is_number_unsigned() || at.node.get<std::uint64_t>() <= max_signed;
    } else if (op.a == unsigned_64_bits) {
        holds = at.node.is_number_unsigned() || at.node.get<std::int64_t>() >= 0;
    }
    return holds || (op.b & refused) != 0 || fail(op, at);
}

auto Validator::check_length(const Instruction& op, const At& at) -> bool {
    const auto& text = at.node.get_ref<const std::string&>();
    const auto limit = static_cast<std::size_t>(op.count);
    const bool holds = op.op == Op::min_length ? json::length_within(text, limit, json::no_limit)
                                               : json::length_within(text, 0, limit);
    return holds || fail(op, at);
}

auto Validator::check_bound(const Instruction& op, const At& at) -> bool {
    if (op.b == 1 && is_small(at.node)) {
        const auto bound = static_cast<std::int64_t>(op.count);
        return holds_exactly(op.op, at.node.get<std::int64_t>(), bound) || fail(op, at);
    }
    const Node& bound = json::JsonAccess::node(program_.values[op.a]);
    bool holds = false;
    switch (op.op) {
        case Op::minimum: holds = exact(at.node) >= exact(bound); break;
        case Op::maximum: holds = exact(at.node) <= exact(bound); break;
        case Op::exclusive_minimum: holds = exact(at.node) > exact(bound); break;
        case Op::exclusive_maximum: holds = exact(at.node) < exact(bound); break;
        default: holds = is_multiple(at.node, bound);
    }
    return holds || fail(op, at);
}

auto Validator::check_value(const Instruction& op, const At& at) -> bool {
    if (op.op == Op::enum_texts) {
        if (!at.node.is_string()) return fail(op, at);
        return is_listed(program_.texts[op.a], at.node.get_ref<const std::string&>()) ||
               fail(op, at);
    }
    const Node& value = json::JsonAccess::node(program_.values[op.a]);
    if (op.op == Op::constant) return same(at.node, value) || fail(op, at);
    const auto& allowed = value.get_ref<const Node::array_t&>();
    const auto is_it = [&](const Node& one) { return same(at.node, one); };
    return std::ranges::any_of(allowed, is_it) || fail(op, at);
}

// A match that is given up gives up the validation: else `not` would make it a pass.
auto Validator::matches(const Pattern& pattern, std::string_view text) -> bool {
    const auto search = pattern.search(text);
    steps_ += search.work;
    return !search.gave_up ? search.matched
                           : exhaust("a pattern takes too much work on the document");
}

auto Validator::check_text(const Instruction& op, const At& at) -> bool {
    const auto& text = at.node.get_ref<const std::string&>();
    const bool holds = op.op == Op::pattern ? matches(program_.patterns[op.a], text)
                                            : schema::matches(static_cast<Format>(op.a), text);
    return holds || fail(op, at);
}

auto Validator::check_content(const Instruction& op, const At& at) -> bool {
    const ContentRule& rule = program_.contents[op.a];
    std::string_view text = at.node.get_ref<const std::string&>();
    std::optional<Bytes> bytes;
    if (rule.base64) {
        bytes = base64_decode(text);
        if (!bytes) return fail(op, at);
        text = {reinterpret_cast<const char*>(bytes->data()), bytes->size()};
    }
    return !rule.json || json::Json::parse(text).has_value() || fail(op, at);
}

auto Validator::check_unique(const Instruction& op, const At& at) -> bool {
    const auto& items = at.node.get_ref<const Node::array_t&>();
    if (items.size() <= few) return pairwise_unique(items) || fail(op, at);
    constexpr unsigned hashed_depth = 16;
    thread_local std::vector<std::pair<std::uint64_t, const Node*>> seen;
    seen.clear();
    for (const Node& item : items) seen.emplace_back(hash(item, hashed_depth), &item);
    std::ranges::sort(seen);
    for (std::size_t i = 1; i < seen.size(); ++i) {
        for (std::size_t j = i; j-- > 0 && seen[j].first == seen[i].first;) {
            if (++steps_ > program_.max_steps)
                return exhaust("the document takes too much work to validate");
            if (json::equal(*seen[i].second, *seen[j].second)) return fail(op, at);
        }
    }
    return true;
}

auto Validator::check_dependent_required(const Instruction& op, const At& at) -> bool {
    const auto& members = at.node.get_ref<const Node::object_t&>();
    bool valid = true;
    for (const DependentRule& rule : program_.dependents[op.a]) {
        if (!members.contains(rule.key)) continue;
        for (const std::string& name : rule.required) {
            if (members.contains(name)) continue;
            if (is_silent()) return false;
            valid = fail(op.location, at, "dependentRequired",
                         "must have the member \"" + name + "\" beside \"" + rule.key + "\"");
            if (stops()) return false;
        }
    }
    return valid;
}

}  // namespace strata::schema

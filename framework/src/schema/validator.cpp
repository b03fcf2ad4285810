#include "schema/validator.hpp"

namespace strata::schema {
namespace {

constexpr unsigned max_depth = 1'000;

}  // namespace

auto Validator::run(const json::Json& document) -> bool {
    const Scope scope{nullptr, program_.schemas.front().resource};
    const bool valid = apply(0, {json::JsonAccess::node(document), nullptr, &scope, nullptr});
    if (exhausted_.empty()) return valid;
    errors_.clear();
    if (mode_ != Mode::verdict) errors_.push_back({"", "", "", std::string(exhausted_)});
    return false;
}

// No schema is entered from here on.
auto Validator::exhaust(std::string_view message) -> bool {
    if (exhausted_.empty()) exhausted_ = message;
    steps_ = program_.max_steps;
    return false;
}

auto Validator::enter(const SchemaCode& schema, std::uint32_t from, const At& at) -> bool {
    if (++steps_ > program_.max_steps)
        return exhaust("the document takes too much work to validate");
    if (depth_ == max_depth) return exhaust("the schema or the document is nested too deeply");
    ++depth_;
    bool valid = false;
    if (schema.resource == at.scope->resource) {
        valid = schema.collects ? collect(schema, from, at) : execute(schema, from, at);
    } else {
        const Scope scope{at.scope, schema.resource};
        valid = collect(schema, from, {at.node, at.path, &scope, at.evaluated});
    }
    --depth_;
    return valid;
}

auto Validator::collect(const SchemaCode& schema, std::uint32_t from, const At& at) -> bool {
    if (!schema.collects || !at.node.is_structured()) return execute(schema, from, at);
    Evaluated own(arena_, at.node.size());
    const bool valid = execute(schema, from, {at.node, at.path, at.scope, &own});
    if (at.evaluated != nullptr) at.evaluated->add(own);
    return valid;
}

auto Validator::step(const Instruction& op, const At& at) -> bool {
    switch (op.op) {
        case Op::never: return fail(op, at);
        case Op::type: return check_type(op, at);
        case Op::integer_range: return !at.node.is_number() || check_integer(op, at);
        case Op::min_length:
        case Op::max_length: return !at.node.is_string() || check_length(op, at);
        case Op::min_items:
            return !at.node.is_array() || at.node.size() >= op.count || fail(op, at);
        case Op::max_items:
            return !at.node.is_array() || at.node.size() <= op.count || fail(op, at);
        case Op::min_properties:
            return !at.node.is_object() || at.node.size() >= op.count || fail(op, at);
        case Op::max_properties:
            return !at.node.is_object() || at.node.size() <= op.count || fail(op, at);
        case Op::minimum:
        case Op::maximum:
        case Op::exclusive_minimum:
        case Op::exclusive_maximum:
        case Op::multiple_of: return !at.node.is_number() || check_bound(op, at);
        case Op::constant:
        case Op::enum_texts:
        case Op::enum_values: return check_value(op, at);
        case Op::format:
        case Op::pattern: return !at.node.is_string() || check_text(op, at);
        case Op::content: return !at.node.is_string() || check_content(op, at);
        case Op::unique_items: return !at.node.is_array() || check_unique(op, at);
        case Op::dependent_required:
            return !at.node.is_object() || check_dependent_required(op, at);
        default: return applicator(op, at);
    }
}

auto Validator::applicator(const Instruction& op, const At& at) -> bool {
    switch (op.op) {
        case Op::property_names: return !at.node.is_object() || property_names(op, at);
        case Op::array: return !at.node.is_array() || array(op, at);
        case Op::contains: return !at.node.is_array() || contains(op, at);
        case Op::ref: return apply(op.a, at);
        case Op::dynamic_ref: return dynamic_ref(op, at);
        case Op::all_of: return all_of(op, at);
        case Op::any_of: return any_of(op, at);
        case Op::one_of: return one_of(op, at);
        case Op::negation:
            return !quietly(op.a, {at.node, at.path, at.scope, nullptr}) || fail(op, at);
        case Op::condition: return condition(op, at);
        case Op::dependent_schemas: return !at.node.is_object() || dependent_schemas(op, at);
        case Op::unevaluated_items: return !at.node.is_array() || unevaluated_items(op, at);
        case Op::unevaluated_members: return !at.node.is_object() || unevaluated_members(op, at);
        default: return true;
    }
}

auto Validator::quietly(SchemaId id, const At& at) -> bool {
    ++quiet_;
    const bool valid = apply(id, at);
    --quiet_;
    return valid;
}

auto Validator::branch(SchemaId id, const At& at) -> bool {
    if (at.evaluated == nullptr || !at.node.is_structured()) return quietly(id, at);
    Evaluated own(arena_, at.node.size());
    const bool valid = quietly(id, {at.node, at.path, at.scope, &own});
    if (valid) at.evaluated->add(own);
    return valid;
}

auto Validator::dynamic_ref(const Instruction& op, const At& at) -> bool {
    SchemaId target = op.b;
    // The outermost resource that has the anchor wins.
    for (const Scope* scope = at.scope; scope != nullptr; scope = scope->outer) {
        for (const auto& [resource, schema] : program_.dynamic_anchors[op.a]) {
            if (resource == scope->resource) target = schema;
        }
    }
    return apply(target, at);
}

auto Validator::all_of(const Instruction& op, const At& at) -> bool {
    bool valid = true;
    for (const SchemaId id : program_.lists[op.a]) {
        if (apply(id, at)) continue;
        valid = false;
        if (stops()) break;
    }
    return valid;
}

auto Validator::any_of(const Instruction& op, const At& at) -> bool {
    bool valid = false;
    for (const SchemaId id : program_.lists[op.a]) {
        valid = branch(id, at) || valid;
        if (valid && at.evaluated == nullptr) return true;
    }
    if (valid) return true;
    if (is_silent()) return false;
    return fail(op.location, at, "anyOf",
                "must match at least one of the alternatives" + reasons(program_.lists[op.a], at));
}

auto Validator::one_of(const Instruction& op, const At& at) -> bool {
    const auto& alternatives = program_.lists[op.a];
    std::size_t held = 0;
    std::size_t first = 0;
    std::size_t last = 0;
    for (std::size_t i = 0; i < alternatives.size() && held < 2; ++i) {
        if (!branch(alternatives[i], at)) continue;
        if (held++ == 0) first = i;
        last = i;
    }
    if (held == 1) return true;
    if (is_silent()) return false;
    return fail(
        op.location, at, "oneOf",
        held == 0
            ? "must match one of the alternatives, but matches none" + reasons(alternatives, at)
            : "must match exactly one of the alternatives, but matches alternatives " +
                  std::to_string(first + 1) + " and " + std::to_string(last + 1));
}

auto Validator::condition(const Instruction& op, const At& at) -> bool {
    const ConditionRule& rule = program_.conditions[op.a];
    const SchemaId next = branch(rule.condition, at) ? rule.then : rule.otherwise;
    return next == none || apply(next, at);
}

auto Validator::dependent_schemas(const Instruction& op, const At& at) -> bool {
    const auto& members = at.node.get_ref<const Node::object_t&>();
    bool valid = true;
    for (const DependentRule& rule : program_.dependents[op.a]) {
        if (!members.contains(rule.key) || apply(rule.schema, at)) continue;
        valid = false;
        if (stops()) break;
    }
    return valid;
}

}  // namespace strata::schema

// The keywords that apply subschemas.
#include <algorithm>

#include "schema/compiler.hpp"
#include "schema/key_order.hpp"

namespace strata::schema {

using json::Json;

auto Compiler::schemas(std::string_view keyword, const Json& value) -> std::vector<SchemaId> {
    if (!value.is_array() || value.empty())
        refuse(keyword, "must be an array of schemas, not empty");
    std::vector<SchemaId> out;
    for (const Json& item : value.items()) out.push_back(id_of(item));
    return out;
}

auto Compiler::subschema(std::string_view keyword) -> SchemaId {
    const Json* value = find(keyword);
    return value == nullptr ? none : id_of(*value);
}

void Compiler::applicators() {
    in_place();
    items();
    contains();
    if (const SchemaId names = subschema("propertyNames"); names != none) {
        emit(Op::property_names, "propertyNames").a = names;
    }
}

void Compiler::in_place() {
    list(Op::all_of, "allOf");
    list(Op::any_of, "anyOf");
    list(Op::one_of, "oneOf");
    if (const SchemaId negated = subschema("not"); negated != none)
        emit(Op::negation, "not").a = negated;
    condition();
    dependent_schemas();
}

void Compiler::list(Op op, std::string_view keyword) {
    const Json* value = find(keyword);
    if (value == nullptr) return;
    emit(op, keyword).a = put(program_.lists, schemas(keyword, *value));
}

void Compiler::condition() {
    const SchemaId condition = subschema("if");
    if (condition == none) return;
    emit(Op::condition, "if").a =
        put(program_.conditions, ConditionRule{condition, subschema("then"), subschema("else")});
}

// dependencies is the older form of both dependentSchemas and dependentRequired.
void Compiler::dependent_schemas() {
    const auto add = [this](std::string_view keyword) {
        const Json* value = object(keyword);
        if (value == nullptr) return;
        std::vector<DependentRule> with_names;
        std::vector<DependentRule> with_schemas;
        for (const auto [key, dependency] : value->members()) {
            if (keyword == "dependencies" && dependency.is_array()) {
                with_names.push_back({key, texts(keyword, dependency), none});
            } else {
                with_schemas.push_back({key, {}, id_of(dependency)});
            }
        }
        if (!with_names.empty()) {
            emit(Op::dependent_required, keyword).a =
                put(program_.dependents, std::move(with_names));
        }
        if (!with_schemas.empty()) {
            emit(Op::dependent_schemas, keyword).a =
                put(program_.dependents, std::move(with_schemas));
        }
    };
    add("dependencies");
    if (!dialect().is_draft7()) add("dependentSchemas");
}

void Compiler::members() {
    ObjectRule rule;
    const bool applies = dialect().applicator;
    const Json* properties = applies ? object("properties") : nullptr;
    const Json* patterns = applies ? object("patternProperties") : nullptr;
    const Json* required = dialect().validation ? find("required") : nullptr;
    if (properties != nullptr) {
        for (const auto [key, value] : properties->members())
            rule.properties.push_back({key, id_of(value)});
    }
    if (patterns != nullptr) {
        for (const auto [source, value] : patterns->members()) {
            rule.patterns.emplace_back(pattern_of("patternProperties", source), id_of(value));
        }
    }
    if (applies) rule.additional = subschema("additionalProperties");
    if (required != nullptr) {
        for (auto& name : texts("required", *required)) {
            const auto at = std::ranges::lower_bound(rule.properties, name, {}, &PropertyRule::key);
            if (at == rule.properties.end() || at->key != name) {
                rule.properties.insert(at, {std::move(name), none, true});
            } else {
                at->required = true;
            }
            ++rule.required;
        }
        rule.required_location = location("required");
    }
    if (rule.properties.empty() && rule.patterns.empty() && rule.additional == none) return;
    for (const PropertyRule& each : rule.properties) rule.prefixes.push_back(key_prefix(each.key));
    rule.additional_location = location("additionalProperties");
    emit(Op::object, "properties").a = put(program_.objects, std::move(rule));
}

void Compiler::items() {
    ArrayRule rule;
    const bool newest = dialect().is_draft2020();
    const std::string_view list = newest ? "prefixItems" : "items";
    std::string_view rest = newest ? "items" : "additionalItems";
    const Json* prefix = find(list);
    if (prefix != nullptr && (newest || prefix->is_array())) {
        if (!prefix->is_array() || !prefix->empty()) rule.prefix = schemas(list, *prefix);
    } else if (!newest) {
        rest = "items";
    }
    rule.rest = subschema(rest);
    rule.rest_location = location(rest);
    if (rule.prefix.empty() && rule.rest == none) return;
    emit(Op::array, list).a = put(program_.arrays, std::move(rule));
}

void Compiler::contains() {
    ContainsRule rule;
    rule.schema = subschema("contains");
    if (rule.schema == none) return;
    rule.evaluates = dialect().is_draft2020();
    if (!dialect().is_draft7() && dialect().validation) {
        rule.least = count("minContains").value_or(rule.least);
        rule.most = count("maxContains").value_or(rule.most);
    }
    const bool own = find("minContains") != nullptr && !dialect().is_draft7();
    rule.least_location = location(own ? "minContains" : "contains");
    rule.most_location = location("maxContains");
    emit(Op::contains, "contains").a = put(program_.contains, rule);
}

void Compiler::unevaluated() {
    if (const SchemaId items = subschema("unevaluatedItems"); items != none) {
        emit(Op::unevaluated_items, "unevaluatedItems").a = items;
        collects_ = true;
    }
    if (const SchemaId members = subschema("unevaluatedProperties"); members != none) {
        emit(Op::unevaluated_members, "unevaluatedProperties").a = members;
        collects_ = true;
    }
}

}  // namespace strata::schema

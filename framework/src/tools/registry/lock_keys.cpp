#include "tools/registry/lock_keys.hpp"

#include <algorithm>

#include "tools/registry/cpp_literal.hpp"

namespace strata::tools {
namespace {

// A scalar as a std::string.
auto text_of(const Type& type, const std::string& value) -> std::string {
    const bool own = type.definition && !type.definition->value_type.empty();
    const bool wrapped = type.is_named_scalar() && (own || type.kind != Kind::uuid);
    const auto plain = wrapped ? value + ".value()" : value;
    switch (type.kind) {
        case Kind::text: return plain;
        case Kind::uuid:
        case Kind::timestamp: return plain + ".to_string()";
        case Kind::enumeration: return "std::string(to_string(" + plain + "))";
        case Kind::boolean: return "std::string(" + plain + " ? \"true\" : \"false\")";
        default: return "std::to_string(" + plain + ")";
    }
}

auto member_text(const Definition& parameters, std::string_view json_name) -> std::string {
    const auto found = std::ranges::find(parameters.members, json_name, &Member::json_name);
    const auto value = "parameters." + found->cpp_name;
    if (!found->is_optional() && !found->type.nullable) return text_of(found->type, value);
    return "(" + value + " ? " + text_of(found->type, "(*" + value + ")") + " : std::string())";
}

// "account/{from}" -> "account/" + parameters.from.to_string()
auto key_expression(const Definition& parameters, std::string_view key) -> std::string {
    std::string expression;
    const auto append = [&](const std::string& part) {
        expression += (expression.empty() ? "" : " + ") + part;
    };
    while (!key.empty()) {
        const auto open = std::min(key.find('{'), key.size());
        if (open > 0) append("std::string(" + cpp_literal(key.substr(0, open)) + ")");
        if (open == key.size()) break;
        const auto close = std::min(key.find('}', open), key.size());
        append(member_text(parameters, key.substr(open + 1, close - open - 1)));
        key.remove_prefix(std::min(close + 1, key.size()));
    }
    return expression;
}

}  // namespace

auto lock_keys_name(const Module& module, const Method& method) -> std::string {
    return "lock_keys_of_" + module.cpp_name + "_" + method.cpp_name;
}

auto lock_keys_function(const Module& module, const Method& method) -> std::string {
    const bool constant = std::ranges::none_of(
        method.locks, [](const std::string& key) { return key.find('{') != std::string::npos; });
    std::string text = "auto " + lock_keys_name(module, method) +
                       "(const schemas::" + module.cpp_name + "::" + method.parameters->name + "&" +
                       (constant ? "" : " parameters") + ")\n    -> std::vector<std::string> {\n" +
                       "    std::vector<std::string> keys;\n";
    for (const std::string& key : method.locks) {
        text += "    keys.push_back(" + key_expression(*method.parameters, key) + ");\n";
    }
    return text + "    return keys;\n}\n\n";
}

}  // namespace strata::tools

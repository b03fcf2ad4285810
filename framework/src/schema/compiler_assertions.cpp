// The keywords that look at one value by itself.
#include <algorithm>
#include <array>

#include "schema/compiler.hpp"

namespace strata::schema {
namespace {

using json::Json;

constexpr std::array<std::pair<std::string_view, std::uint32_t>, 7> type_names{{
    {"null", type_null},
    {"boolean", type_boolean},
    {"integer", type_integer},
    {"number", type_integer | type_number},
    {"string", type_string},
    {"array", type_array},
    {"object", type_object},
}};

auto type_bits(std::string_view name) -> std::uint32_t {
    const auto found =
        std::ranges::find(type_names, name, &std::pair<std::string_view, std::uint32_t>::first);
    return found == type_names.end() ? 0 : found->second;
}

auto is_base64_name(std::string_view name) -> bool { return name == "base64" || name == "BASE64"; }

}  // namespace

auto Compiler::count(std::string_view keyword) const -> std::optional<std::uint64_t> {
    const Json* value = find(keyword);
    if (value == nullptr) return std::nullopt;
    const auto count = value->as_uint64();
    if (!count && value->is_integer() && value->as_double() > 0) return ~std::uint64_t{0};
    if (!count) refuse(keyword, "must be an integer, zero or more");
    return count;
}

auto Compiler::text(std::string_view keyword) const -> const std::string* {
    const Json* value = find(keyword);
    if (value == nullptr) return nullptr;
    if (!value->is_string()) refuse(keyword, "must be a string");
    return &value->as_string();
}

auto Compiler::object(std::string_view keyword) const -> const Json* {
    const Json* value = find(keyword);
    if (value != nullptr && !value->is_object()) refuse(keyword, "must be an object");
    return value;
}

auto Compiler::texts(std::string_view keyword, const Json& value) const
    -> std::vector<std::string> {
    std::vector<std::string> out;
    if (!value.is_array()) refuse(keyword, "must be an array of strings");
    for (const Json& item : value.items()) {
        if (!item.is_string()) refuse(keyword, "must be an array of strings");
        out.push_back(item.as_string());
    }
    std::ranges::sort(out);
    const auto twice = std::ranges::adjacent_find(out);
    if (twice != out.end()) refuse(keyword, "names \"" + *twice + "\" twice");
    return out;
}

auto Compiler::pattern_of(std::string_view keyword, std::string_view source) const -> Pattern {
    auto compiled = Pattern::compile(source);
    if (!compiled) {
        refuse(keyword, "bad pattern \"" + std::string(source) + "\" at " +
                            std::to_string(compiled.error().offset) + ": " +
                            compiled.error().message);
    }
    return *std::move(compiled);
}

void Compiler::assertions() {
    type();
    values();
    counts();
    numbers();
    pattern();
    if (const Json* unique = find("uniqueItems")) {
        if (!unique->is_boolean()) refuse("uniqueItems", "must be a boolean");
        if (unique->as_bool()) emit(Op::unique_items, "uniqueItems");
    }
    dependent_required();
}

void Compiler::type() {
    const Json* value = find("type");
    if (value == nullptr) return;
    std::uint32_t bits = 0;
    const auto add = [&](const Json& name) {
        const auto more = name.is_string() ? type_bits(name.as_string()) : 0;
        if (more == 0) refuse("type", "not a type: " + name.to_string());
        bits |= more;
    };
    if (value->is_array()) {
        if (value->empty()) refuse("type", "must name at least one type");
        std::ranges::for_each(value->items(), add);
    } else {
        add(*value);
    }
    emit(Op::type, "type").a = bits;
    const bool integer = (bits & (type_integer | type_number)) == type_integer;
    if (integer && options_.bounded_integers) integer_range("type", any_64_bits);
}

// One for each schema: the format narrows what the type says. What another keyword refuses, it
// names: the type what is no integer, a narrower bound what is past the range.
void Compiler::integer_range(std::string_view keyword, IntegerRange range) {
    constexpr double two_to_63 = 9223372036854775808.0;
    const double least = range == unsigned_64_bits ? 0 : -two_to_63;
    const auto narrower = [&](std::string_view bound) {
        const Json* value = find(bound);
        if (value == nullptr || !value->is_number()) return false;
        return value->as_double() >= least &&
               (value->as_int64().has_value() || value->as_double() < two_to_63);
    };
    std::erase_if(code_, [](const Instruction& each) { return each.op == Op::integer_range; });
    const bool typed = std::ranges::any_of(code_, [](const Instruction& each) {
        return each.op == Op::type && (each.a & (type_integer | type_number)) == type_integer;
    });
    Instruction& made = emit(Op::integer_range, keyword);
    made.a = range;
    made.b = 0;
    if (typed) made.b |= integers_only;
    if (narrower("minimum") || narrower("exclusiveMinimum")) made.b |= bounded_below;
    if (narrower("maximum") || narrower("exclusiveMaximum")) made.b |= bounded_above;
}

void Compiler::values() {
    if (const Json* value = find("const"))
        emit(Op::constant, "const").a = put(program_.values, *value);
    const Json* value = find("enum");
    if (value == nullptr) return;
    if (!value->is_array()) refuse("enum", "must be an array");
    if (std::ranges::all_of(value->items(), &Json::is_string)) {
        std::vector<std::string> names;
        for (const Json& item : value->items()) names.push_back(item.as_string());
        std::ranges::sort(names);
        emit(Op::enum_texts, "enum").a = put(program_.texts, std::move(names));
    } else {
        emit(Op::enum_values, "enum").a = put(program_.values, *value);
    }
}

void Compiler::counts() {
    constexpr std::array<std::pair<std::string_view, Op>, 6> keywords{{
        {"minLength", Op::min_length},
        {"maxLength", Op::max_length},
        {"minItems", Op::min_items},
        {"maxItems", Op::max_items},
        {"minProperties", Op::min_properties},
        {"maxProperties", Op::max_properties},
    }};
    for (const auto& [keyword, op] : keywords) {
        if (const auto limit = count(keyword)) emit(op, keyword).count = *limit;
    }
}

void Compiler::numbers() {
    constexpr std::array<std::pair<std::string_view, Op>, 5> keywords{{
        {"minimum", Op::minimum},
        {"maximum", Op::maximum},
        {"exclusiveMinimum", Op::exclusive_minimum},
        {"exclusiveMaximum", Op::exclusive_maximum},
        {"multipleOf", Op::multiple_of},
    }};
    for (const auto& [keyword, op] : keywords) {
        const Json* value = find(keyword);
        if (value == nullptr) continue;
        if (!value->is_number()) refuse(keyword, "must be a number");
        if (op == Op::multiple_of && value->as_double() <= 0)
            refuse(keyword, "must be greater than 0");
        Instruction& made = emit(op, keyword);
        made.a = put(program_.values, *value);
        if (const auto exact = value->as_int64(); exact && op != Op::multiple_of) {
            made.b = 1;
            made.count = static_cast<std::uint64_t>(*exact);
        }
    }
}

void Compiler::format() {
    const std::string* name = text("format");
    if (name == nullptr || !(options_.assert_format || dialect().format_assertion)) return;
    if (options_.bounded_integers && (*name == "int64" || *name == "uint64")) {
        integer_range("format", *name == "int64" ? signed_64_bits : unsigned_64_bits);
    }
    if (const auto format = find_format(*name)) {
        emit(Op::format, "format").a = static_cast<std::uint32_t>(*format);
    }
}

void Compiler::pattern() {
    const std::string* source = text("pattern");
    if (source == nullptr) return;
    emit(Op::pattern, "pattern").a = put(program_.patterns, pattern_of("pattern", *source));
}

void Compiler::content() {
    const std::string* encoding = text("contentEncoding");
    const std::string* media = text("contentMediaType");
    if (!options_.assert_content && !dialect().is_draft7()) return;
    ContentRule rule;
    rule.base64 = encoding != nullptr && is_base64_name(*encoding);
    rule.json =
        media != nullptr && *media == "application/json" && (rule.base64 || encoding == nullptr);
    if (!rule.base64 && !rule.json) return;
    emit(Op::content, rule.base64 ? "contentEncoding" : "contentMediaType").a =
        put(program_.contents, rule);
}

void Compiler::dependent_required() {
    if (dialect().is_draft7()) return;
    const Json* value = object("dependentRequired");
    if (value == nullptr) return;
    std::vector<DependentRule> rules;
    for (const auto [key, names] : value->members()) {
        rules.push_back({key, texts("dependentRequired", names), none});
    }
    emit(Op::dependent_required, "dependentRequired").a =
        put(program_.dependents, std::move(rules));
}

}  // namespace strata::schema

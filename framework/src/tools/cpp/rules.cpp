#include "tools/cpp/rules.hpp"

#include <algorithm>

#include "strata/json/json.hpp"
#include "tools/contract/scalars.hpp"
#include "tools/model/names.hpp"

namespace strata::tools {

namespace {

auto limit(const std::optional<std::uint64_t>& value, std::string_view otherwise) -> std::string {
    return value ? std::to_string(*value) : std::string(otherwise);
}

auto joined(const std::vector<std::string>& items) -> std::string {
    std::string text;
    for (const std::string& item : items) text += (text.empty() ? "" : ", ") + item;
    return text;
}

auto format_constant(const std::string& format) -> std::string {
    std::string name = format;
    std::ranges::replace(name, '-', '_');
    return "schema::Format::" + name;
}

void add_text_checks(const Rule& rule, const std::string& value, const std::string& owner,
                     Compiled& compiled, std::vector<std::string>& out) {
    if (rule.min_length || rule.max_length) {
        out.push_back("json::check_length(reader, " + value + ", " + limit(rule.min_length, "0") +
                      ", " + limit(rule.max_length, "json::no_limit") + ");");
    }
    for (const std::string& pattern : rule.patterns) {
        out.push_back("schema::check_pattern(reader, " + value + ", " +
                      compiled.pattern(pattern, owner) + ");");
    }
    if (!rule.format.empty()) {
        out.push_back("schema::check_format(reader, " + value + ", " +
                      format_constant(rule.format) + ");");
    }
}

void add_number_checks(const Rule& rule, const std::string& value, std::vector<std::string>& out) {
    auto add = [&](std::string_view check, const std::string& bound) {
        if (!bound.empty()) {
            out.push_back("json::check_" + std::string(check) + "(reader, " + value + ", " + bound +
                          ");");
        }
    };
    if (!rule.minimum.empty() && !rule.maximum.empty()) {
        add("range", rule.minimum + ", " + rule.maximum);
    } else {
        add("minimum", rule.minimum);
        add("maximum", rule.maximum);
    }
    add("exclusive_minimum", rule.exclusive_minimum);
    add("exclusive_maximum", rule.exclusive_maximum);
    add("multiple_of", rule.multiple_of);
}

void add_allowed_check(const Type& type, const std::string& value, std::vector<std::string>& out) {
    if (type.rule.allowed.empty()) return;
    const auto element = type.kind == Kind::text ? "std::string_view" : plain_cpp_type(type.kind);
    out.push_back("json::check_allowed<" + plain_cpp_type(type.kind) + ", " + element +
                  ">(reader, " + value + ", {" + joined(type.rule.allowed) + "});");
}

struct NamedRule {
    std::string name{};
    std::string keyword{};
    std::string message{};
    std::string holds{};
};

auto characters(std::uint64_t count) -> std::string {
    return std::to_string(count) + (count == 1 ? " character" : " characters");
}

void add_named_text(const Definition& scalar, Compiled& compiled, std::vector<NamedRule>& rules) {
    const Rule& rule = scalar.type.rule;
    if (rule.min_length) {
        rules.push_back({"too_short", "minLength",
                         "must have at least " + characters(*rule.min_length),
                         "json::length_within(value, " + std::to_string(*rule.min_length) +
                             ", json::no_limit)"});
    }
    if (rule.max_length) {
        rules.push_back(
            {"too_long", "maxLength", "must have at most " + characters(*rule.max_length),
             "json::length_within(value, 0, " + std::to_string(*rule.max_length) + ")"});
    }
    for (const std::string& pattern : rule.patterns) {
        const auto number = rules.size();
        rules.push_back({"mismatch" + (number == 0 ? "" : std::to_string(number)), "pattern",
                         "must match the pattern " + pattern,
                         compiled.pattern(pattern, scalar.name) + ".matches(value)"});
    }
    if (!rule.format.empty()) {
        rules.push_back({"malformed", "format", "must be a valid " + rule.format,
                         "schema::matches(" + format_constant(rule.format) + ", value)"});
    }
}

// A literal as people write the number.
auto plain(std::string number) -> std::string {
    if (number.ends_with('U')) number.pop_back();
    return number;
}

void add_named_number(const Rule& rule, std::vector<NamedRule>& rules) {
    auto add = [&](const std::string& bound, std::string name, std::string keyword,
                   std::string_view phrase, const std::string& comparison) {
        if (bound.empty()) return;
        rules.push_back({std::move(name), std::move(keyword),
                         "must be " + std::string(phrase) + " " + plain(bound),
                         "value " + comparison + " " + bound});
    };
    add(rule.minimum, "too_small", "minimum", "at least", ">=");
    add(rule.maximum, "too_large", "maximum", "at most", "<=");
    add(rule.exclusive_minimum, "not_above", "exclusiveMinimum", "greater than", ">");
    add(rule.exclusive_maximum, "not_below", "exclusiveMaximum", "less than", "<");
    if (!rule.multiple_of.empty()) {
        rules.push_back({"no_multiple", "multipleOf", "must be a multiple of " + rule.multiple_of,
                         "json::is_multiple_of(value, " + rule.multiple_of + ")"});
    }
}

// What only the compiled validator knows.
void add_named_alternatives(const Definition& scalar, Compiled& compiled,
                            std::vector<NamedRule>& rules) {
    const std::string& schema = scalar.type.rule.schema;
    if (schema.empty()) return;
    const bool exactly_one = json::Json::parse(schema).value().contains("oneOf");
    rules.push_back({"no_alternative", exactly_one ? "oneOf" : "anyOf",
                     exactly_one ? "must match exactly one of the alternatives"
                                 : "must match at least one of the alternatives",
                     compiled.schema(schema, scalar.name) + ".is_valid(json::Json(value))"});
}

auto named_rules(const Definition& scalar, Compiled& compiled) -> std::vector<NamedRule> {
    std::vector<NamedRule> rules;
    if (scalar.type.kind == Kind::text) add_named_text(scalar, compiled, rules);
    add_named_number(scalar.type.rule, rules);
    add_named_alternatives(scalar, compiled, rules);
    const auto& allowed = scalar.type.rule.allowed;
    if (!allowed.empty()) {
        std::string holds;
        for (const std::string& each : allowed)
            holds += (holds.empty() ? "" : " || ") + ("value == " + each);
        rules.push_back(
            {"not_allowed", "enum", "must be one of the values that the schema lists", holds});
    }
    return rules;
}

}  // namespace

auto Compiled::name(std::map<std::string, std::string>& known, const std::string& text,
                    const std::string& base) -> std::string {
    const auto [found, is_new] = known.try_emplace(text, base);
    if (is_new) {
        if (const int number = ++used_[base]; number > 1) found->second += std::to_string(number);
    }
    return found->second + "()";
}

auto Compiled::pattern(const std::string& source, const std::string& owner) -> std::string {
    return name(patterns_, source, snake_case(owner + "Pattern"));
}

auto Compiled::schema(const std::string& text, const std::string& owner) -> std::string {
    return name(schemas_, text, snake_case(owner + "Schema"));
}

// A long text as adjacent literals, a line each.
void Compiled::write_literal(std::string_view text, Code& code) {
    constexpr std::size_t width = 88;
    while (!text.empty()) {
        std::size_t size = 0;
        std::string literal;
        while (size < text.size() && literal.size() < width)
            literal = cpp_string(text.substr(0, ++size));
        while (size < text.size() && (text[size] & 0xC0) == 0x80) ++size;
        const bool last = size == text.size();
        code.line("    " + cpp_string(text.substr(0, size)) + (last ? ");" : ""));
        text.remove_prefix(size);
    }
}

void Compiled::write(Code& code) const {
    for (const auto& [text, name] : patterns_) {
        code.gap().open("auto " + name + "() -> const schema::Pattern& {");
        code.line("static const schema::Pattern pattern(" + cpp_string(text) + ");");
        code.line("return pattern;").close();
    }
    for (const auto& [text, name] : schemas_) {
        code.gap().open("auto " + name + "() -> const schema::Schema& {");
        code.line("static const auto compiled = schema::compile_contract(");
        write_literal(text, code);
        code.line("return compiled;").close();
    }
}

auto check_statements(const Type& type, const std::string& value, const std::string& owner,
                      Compiled& compiled) -> std::vector<std::string> {
    std::vector<std::string> out;
    const Rule& rule = type.rule;
    if (type.kind == Kind::text) add_text_checks(rule, value, owner, compiled, out);
    if (type.kind < Kind::boolean) add_number_checks(rule, value, out);
    add_allowed_check(type, value, out);
    if (type.kind == Kind::array && (rule.min_items || rule.max_items || rule.unique_items)) {
        out.push_back("json::check_items(reader, " + value + ", " + limit(rule.min_items, "0") +
                      ", " + limit(rule.max_items, "json::no_limit") +
                      (rule.unique_items ? ", true);" : ", false);"));
    }
    if (type.kind == Kind::map && (rule.min_items || rule.max_items)) {
        out.push_back("json::check_properties(reader, " + value + ".size(), " +
                      limit(rule.min_items, "0") + ", " + limit(rule.max_items, "json::no_limit") +
                      ");");
    }
    if (type.kind == Kind::json && !rule.schema.empty()) {
        out.push_back("schema::check_json(reader, " + value + ", " +
                      compiled.schema(rule.schema, owner) + ");");
    }
    return out;
}

void write_named_check(const Definition& scalar, Compiled& compiled, Code& code) {
    const auto rules = named_rules(scalar, compiled);
    for (const NamedRule& rule : rules) {
        code.list("static constexpr Invalid " + rule.name + "{",
                  {cpp_string(rule.keyword), cpp_string(rule.message)}, "};");
    }
    for (const NamedRule& rule : rules) {
        const bool call = rule.holds.ends_with(')');
        code.line("if (!" + (call ? rule.holds : "(" + rule.holds + ")") + ") return &" +
                  rule.name + ";");
    }
    code.line("return nullptr;");
}

auto has_inner_rules(const Type& type) -> bool {
    return std::ranges::any_of(
        type.inner(), [](const Type& each) { return !each.rule.empty() || has_inner_rules(each); });
}

}  // namespace strata::tools

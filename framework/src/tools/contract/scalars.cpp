#include "tools/contract/scalars.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace strata::tools {

namespace {

constexpr double two_to_63 = 9223372036854775808.0;

void add_text_rules(const Shape& shape, Rule& rule) {
    for (const Found& found : shape.all("minLength")) {
        rule.min_length = std::max(rule.min_length.value_or(0), *found.value().as_uint64());
    }
    for (const Found& found : shape.all("maxLength")) {
        const auto value = *found.value().as_uint64();
        rule.max_length = std::min(rule.max_length.value_or(value), value);
    }
    for (const Found& found : shape.all("pattern")) rule.patterns.push_back(found.value().text);
}

// The strongest of several bounds.
auto strongest(const Shape& shape, std::string_view keyword, bool highest) -> const Node* {
    const Node* best = nullptr;
    for (const Found& found : shape.all(keyword)) {
        const Node& node = found.value();
        const bool stronger = best && (highest ? node.as_double() > best->as_double()
                                               : node.as_double() < best->as_double());
        if (!best || stronger) best = &node;
    }
    return best;
}

auto spelled(const Node* node) -> std::string {
    if (!node) return {};
    const auto integer = node->as_int64();
    return integer ? std::to_string(*integer) : node->text;
}

auto text_type(const Shape& shape) -> std::optional<Type> {
    Type type{.kind = Kind::text};
    add_text_rules(shape, type.rule);
    if (const Found* encoding = shape.first("contentEncoding")) {
        const bool plain = type.rule.empty() && !shape.has("format");
        if (!plain || !encoding->value().is("base64") || shape.has("contentMediaType")) {
            return std::nullopt;
        }
        type.kind = Kind::bytes;
        return type;
    }
    const auto& formats = shape.all("format");
    if (formats.empty()) return type;
    const std::string& format = formats.front().value().text;
    if (std::ranges::any_of(formats, [&](const Found& f) { return f.value().text != format; })) {
        return std::nullopt;
    }
    const bool plain = type.rule.empty() && !shape.has("enum") && !shape.has("const");
    if (plain && format == "uuid") {
        type.kind = Kind::uuid;
    } else if (plain && format == "date-time") {
        type.kind = Kind::timestamp;
    } else if (format != "int64" && format != "uint64") {
        type.rule.format = format;
    }
    return type;
}

// Integer bounds are made inclusive; false if int64 or uint64 can't state them exactly.
auto integer_bound(const Node* inclusive, const Node* exclusive, bool lower, std::string& out)
    -> bool {
    auto tighten = [&](double value) {
        if (std::abs(value) >= two_to_63) return false;
        const auto bound = static_cast<std::int64_t>(value);
        if (!out.empty()) {
            const auto known = std::stoll(out);
            out = std::to_string(lower ? std::max<std::int64_t>(known, bound)
                                       : std::min<std::int64_t>(known, bound));
        } else {
            out = std::to_string(bound);
        }
        return true;
    };
    if (inclusive) {
        if (const auto exact = inclusive->as_int64()) {
            out = std::to_string(*exact);
        } else {
            const double value = inclusive->as_double();
            if (!tighten(lower ? std::ceil(value) : std::floor(value))) return false;
        }
    }
    if (exclusive) {
        const double value = exclusive->as_double();
        if (std::abs(value) > 9007199254740991.0) return false;
        if (!tighten(lower ? std::floor(value) + 1 : std::ceil(value) - 1)) return false;
    }
    return true;
}

auto is_wide(const Node* maximum) -> bool {
    return maximum && !maximum->as_int64() && maximum->as_uint64();
}

auto has_integer_format(const Shape& shape) -> bool {
    return std::ranges::any_of(shape.all("format"), [](const Found& found) {
        return found.value().is("int64") || found.value().is("uint64");
    });
}

auto integer_type(const Shape& shape) -> std::optional<Type> {
    Type type{.kind = Kind::integer};
    const Node* maximum = strongest(shape, "maximum", false);
    const bool wide = is_wide(maximum);
    if (integer_format(shape) == "uint64") type.kind = Kind::unsigned_integer;
    if (!integer_bound(strongest(shape, "minimum", true),
                       strongest(shape, "exclusiveMinimum", true), true, type.rule.minimum)) {
        return std::nullopt;
    }
    if (wide) {
        type.rule.maximum = std::to_string(*maximum->as_uint64()) + "U";
        if (shape.has("exclusiveMaximum")) return std::nullopt;
    } else if (!integer_bound(maximum, strongest(shape, "exclusiveMaximum", false), false,
                              type.rule.maximum)) {
        return std::nullopt;
    }
    if (type.kind == Kind::unsigned_integer && type.rule.minimum.starts_with('-'))
        return std::nullopt;
    if (type.kind == Kind::unsigned_integer && type.rule.minimum == "0") type.rule.minimum.clear();
    return type;
}

auto number_type(const Shape& shape) -> std::optional<Type> {
    if (has_integer_format(shape)) return std::nullopt;
    Type type{.kind = Kind::number};
    type.rule.minimum = spelled(strongest(shape, "minimum", true));
    type.rule.maximum = spelled(strongest(shape, "maximum", false));
    type.rule.exclusive_minimum = spelled(strongest(shape, "exclusiveMinimum", true));
    type.rule.exclusive_maximum = spelled(strongest(shape, "exclusiveMaximum", false));
    return type;
}

auto fits(const Node& value, Kind kind) -> bool {
    switch (kind) {
        case Kind::text: return value.is_string();
        case Kind::integer: return value.as_int64().has_value();
        case Kind::unsigned_integer: return value.as_uint64().has_value();
        case Kind::number: return value.is_number();
        case Kind::boolean: return value.is_boolean();
        default: return false;
    }
}

// const and enum; of several only what all allow.
auto add_allowed(const Shape& shape, Type& type) -> bool {
    const auto& constants = shape.all("const");
    const auto& lists = shape.all("enum");
    if (constants.size() + lists.size() == 0) return true;
    if (constants.size() + lists.size() > 1) return false;
    const Node& value = constants.empty() ? lists.front().value() : constants.front().value();
    const std::vector<Node> values = constants.empty() ? value.items : std::vector<Node>{value};
    for (const Node& each : values) {
        if (!fits(each, type.kind)) return false;
        type.rule.allowed.push_back(cpp_literal(each));
    }
    return true;
}

}  // namespace

auto integer_format(const Shape& shape) -> std::string_view {
    const Found* format = shape.first("format");
    const bool is_unsigned =
        is_wide(strongest(shape, "maximum", false)) || (format && format->value().is("uint64"));
    return is_unsigned ? "uint64" : "int64";
}

auto cpp_string(std::string_view text) -> std::string {
    constexpr std::string_view hex = "0123456789abcdef";
    std::string result = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            result += '\\';
            result += c;
        } else if (c == '\n') {
            result += "\\n";
        } else if (byte < 0x20 || byte == 0x7f) {
            // Octal escapes end after three digits, whatever follows.
            result += {'\\', hex[byte >> 6], hex[(byte >> 3) & 7], hex[byte & 7]};
        } else {
            result += c;
        }
    }
    return result + '"';
}

auto cpp_literal(const Node& scalar) -> std::string {
    if (scalar.is_string()) return cpp_string(scalar.text);
    if (const auto integer = scalar.as_int64()) return std::to_string(*integer);
    if (const auto large = scalar.as_uint64()) return std::to_string(*large) + "U";
    return scalar.text;
}

auto scalar_type(const Shape& shape, const std::string& type) -> std::optional<Type> {
    std::optional<Type> result;
    if (type == "string") result = text_type(shape);
    if (type == "integer") result = integer_type(shape);
    if (type == "number") result = number_type(shape);
    if (type == "boolean") result = Type{.kind = Kind::boolean};
    if (!result || !add_allowed(shape, *result)) return std::nullopt;
    if (type == "integer" || type == "number") {
        const auto& divisors = shape.all("multipleOf");
        if (divisors.size() > 1) return std::nullopt;
        if (!divisors.empty()) result->rule.multiple_of = spelled(&divisors.front().value());
    }
    return result;
}

}  // namespace strata::tools

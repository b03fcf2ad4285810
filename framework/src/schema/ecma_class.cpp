// Escapes and bracketed classes of regular expressions.
#include "schema/ecma_property.hpp"
#include "schema/ecma_translator.hpp"
#include "schema/formats.hpp"
#include "strata/json/utf8.hpp"

namespace strata::schema {
namespace {

constexpr std::string_view white_space =
    R"(\x{9}-\x{d}\x{20}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff})";
constexpr std::string_view no_white_space =
    R"(\x{0}-\x{8}\x{e}-\x{1f}\x{21}-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027})"
    R"(\x{202a}-\x{202e}\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff})";
constexpr std::string_view anything = R"([\x{0}-\x{10ffff}])";
constexpr std::string_view nothing = "(?!)";

}  // namespace

void append_point(std::string& out, char32_t c) {
    constexpr std::string_view hex = "0123456789abcdef";
    if (c < 0x80 && (is_letter(static_cast<char>(c)) || is_digit(static_cast<char>(c)))) {
        out += static_cast<char>(c);
        return;
    }
    out += "\\x{";
    bool begun = false;
    for (int shift = 20; shift >= 0; shift -= 4) {
        const auto digit = (c >> static_cast<unsigned>(shift)) & 0xFU;
        begun = begun || digit != 0 || shift == 0;
        if (begun) out += hex[digit];
    }
    out += '}';
}

// At a backslash.
auto RegexTranslator::escape(RegexItem& item, bool in_class) -> bool {
    ++at_;
    if (done()) return fail("a backslash at the end");
    const char c = next();
    ++at_;
    switch (c) {
        case 'd': item.set = "0-9"; return true;
        case 'D': item.set = R"(\x{0}-\x{2f}\x{3a}-\x{10ffff})"; return true;
        case 'w': item.set = "A-Za-z0-9_"; return true;
        case 'W':
            item.set = R"(\x{0}-\x{2f}\x{3a}-\x{40}\x{5b}-\x{5e}\x{60}\x{7b}-\x{10ffff})";
            return true;
        case 's': item.set = white_space; return true;
        case 'S': item.set = no_white_space; return true;
        case 'p': return property(item, false);
        case 'P': return property(item, true);
        case 't': item.point = '\t'; return true;
        case 'n': item.point = '\n'; return true;
        case 'v': item.point = '\v'; return true;
        case 'f': item.point = '\f'; return true;
        case 'r': item.point = '\r'; return true;
        case 'c': return control(item);
        case 'x': item.point = 0; return hex_escape(2, *item.point);
        case 'u': return unicode_escape(item);
        case '0':
            item.point = 0;
            return !is_digit(next()) || fail("an octal escape is not of ECMA-262");
        case 'b': item.point = '\b'; return in_class || fail("not an escape of ECMA-262");
        default: break;
    }
    --at_;
    if (is_letter(c) || is_digit(c) || c == '_') return fail("not an escape of ECMA-262");
    item.point = 0;
    return literal(*item.point);
}

auto RegexTranslator::control(RegexItem& item) -> bool {
    if (!is_letter(next())) return fail("\\c needs a letter");
    item.point = static_cast<char32_t>(next()) & 0x1FU;
    ++at_;
    return true;
}

auto RegexTranslator::hex_escape(std::size_t digits, char32_t& value) -> bool {
    value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        if (!is_hex(next())) return fail("malformed hexadecimal escape");
        const char c = next();
        value = value * 16 + static_cast<char32_t>(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
        ++at_;
    }
    return true;
}

// After \u: XXXX, a pair of surrogates, or {X...}.
auto RegexTranslator::unicode_escape(RegexItem& item) -> bool {
    char32_t value = 0;
    if (take("{")) {
        const std::size_t close = text_.find('}', at_);
        if (close == std::string_view::npos || close == at_ || close - at_ > 8) {
            return fail("malformed code point escape");
        }
        if (!hex_escape(close - at_, value)) return false;
        take("}");
    } else if (!hex_escape(4, value)) {
        return false;
    } else if (value >= 0xD800 && value <= 0xDBFF && take("\\u")) {
        char32_t low = 0;
        if (!hex_escape(4, low)) return false;
        if (low < 0xDC00 || low > 0xDFFF) return fail("a lone surrogate matches nothing");
        value = 0x10000 + ((value - 0xD800) << 10U) + (low - 0xDC00);
    }
    if (value >= 0xD800 && value <= 0xDFFF) return fail("a lone surrogate matches nothing");
    if (value > 0x10FFFF) return fail("past the last code point");
    item.point = value;
    return true;
}

auto RegexTranslator::property(RegexItem& item, bool negated) -> bool {
    const std::size_t close = text_.find('}', at_);
    if (!take("{") || close == std::string_view::npos)
        return fail("\\p needs a property in braces");
    const auto escape = property_escape(text_.substr(at_, close - at_), negated);
    if (!escape) return fail("no such Unicode property");
    item.set = *escape;
    at_ = close + 1;
    return true;
}

auto RegexTranslator::literal(char32_t& value) -> bool {
    const auto point = json::decode_utf8(text_.data() + at_, text_.data() + text_.size());
    if (point.length == 0) return fail("invalid UTF-8");
    value = point.value;
    at_ += point.length;
    return true;
}

auto RegexTranslator::class_atom(RegexItem& item) -> bool {
    if (next() == '\\') return escape(item, true);
    item.point = 0;
    return literal(*item.point);
}

auto RegexTranslator::brackets() -> bool {
    take("[");
    const bool negated = take("^");
    if (take("]")) {
        out_ += negated ? anything : nothing;
        return true;
    }
    out_ += negated ? "[^" : "[";
    while (!take("]")) {
        if (done()) return fail("a bracket is not closed");
        RegexItem first;
        if (!class_atom(first) || !class_range(first)) return false;
    }
    out_ += ']';
    return true;
}

// What follows the first atom of a possible range.
auto RegexTranslator::class_range(const RegexItem& first) -> bool {
    const bool range = next() == '-' && at_ + 1 < text_.size() && text_[at_ + 1] != ']';
    if (!first.point) {
        out_ += first.set;
        if (!range) return true;
        return fail("a class can't begin a range");
    }
    append_point(out_, *first.point);
    if (!range) return true;
    take("-");
    RegexItem last;
    if (!class_atom(last)) return false;
    if (!last.point) return fail("a class can't end a range");
    if (*last.point < *first.point) return fail("a range is out of order");
    out_ += '-';
    append_point(out_, *last.point);
    return true;
}

}  // namespace strata::schema

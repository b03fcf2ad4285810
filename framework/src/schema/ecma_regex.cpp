#include "schema/ecma_regex.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "schema/ecma_property.hpp"
#include "schema/formats.hpp"
#include "strata/json/utf8.hpp"

namespace strata::schema {
namespace {

constexpr std::string_view white_space =
    R"(\x{9}-\x{d}\x{20}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff})";
constexpr std::string_view no_white_space =
    R"(\x{0}-\x{8}\x{e}-\x{1f}\x{21}-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027})"
    R"(\x{202a}-\x{202e}\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff})";
constexpr std::string_view no_line_end = R"([^\x{a}\x{d}\x{2028}\x{2029}])";
constexpr std::string_view anything = R"([\x{0}-\x{10ffff}])";
constexpr std::string_view nothing = "(?!)";
constexpr unsigned max_depth = 200;

// An escape or character: one code point, or a class of them as PCRE2 writes it inside brackets.
struct Item {
    std::optional<char32_t> point;
    std::string set;
};

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

class Translator final {
  public:
    explicit Translator(std::string_view text) : text_(text) { find_groups(); }

    auto run() -> std::expected<std::string, RegexError> {
        if (disjunction(0) && at_ != text_.size()) fail("an unmatched closing parenthesis");
        if (error_) return std::unexpected(*error_);
        return std::move(out_);
    }

  private:
    auto fail(std::string_view message) -> bool {
        if (!error_) error_ = RegexError{at_, std::string(message)};
        return false;
    }
    [[nodiscard]] auto done() const -> bool { return at_ == text_.size(); }
    [[nodiscard]] auto next() const -> char { return done() ? '\0' : text_[at_]; }
    auto take(std::string_view token) -> bool {
        if (!text_.substr(at_).starts_with(token)) return false;
        at_ += token.size();
        return true;
    }

    void find_groups();
    auto disjunction(unsigned depth) -> bool;
    auto term(unsigned depth) -> bool;
    auto group(unsigned depth) -> bool;
    auto group_name(std::string& name) -> bool;
    auto quantifier() -> bool;
    auto braces() -> bool;
    auto escape_term() -> bool;
    auto back_reference(std::size_t number) -> bool;
    auto escape(Item& item, bool in_class) -> bool;
    auto control(Item& item) -> bool;
    auto hex_escape(std::size_t digits, char32_t& value) -> bool;
    auto unicode_escape(Item& item) -> bool;
    auto property(Item& item, bool negated) -> bool;
    auto brackets() -> bool;
    auto class_atom(Item& item) -> bool;
    auto class_range(const Item& first) -> bool;
    auto literal(char32_t& value) -> bool;
    auto number() -> std::optional<std::uint64_t>;

    std::string_view text_;
    std::size_t at_ = 0;
    std::string out_;
    std::optional<RegexError> error_;
    std::size_t groups_ = 0;
    std::vector<std::pair<std::string, std::size_t>> names_;
};

// Back references may come before their group: count the groups and note their names first.
void Translator::find_groups() {
    bool in_class = false;
    for (std::size_t i = 0; i < text_.size(); ++i) {
        const char c = text_[i];
        if (c == '\\') {
            ++i;
        } else if (in_class) {
            in_class = c != ']';
        } else if (c == '[') {
            in_class = true;
        } else if (c == '(') {
            const auto rest = text_.substr(i + 1);
            if (!rest.starts_with('?')) {
                ++groups_;
            } else if (rest.starts_with("?<") && !rest.starts_with("?<=") && !rest.starts_with("?<!")) {
                ++groups_;
                names_.emplace_back(rest.substr(2, rest.find('>') - 2), groups_);
            }
        }
    }
}

auto Translator::disjunction(unsigned depth) -> bool {
    if (depth > max_depth) return fail("nested too deeply");
    while (!done() && next() != ')') {
        if (next() == '|') {
            ++at_;
            out_ += '|';
        } else if (!term(depth)) {
            return false;
        }
    }
    return true;
}

auto Translator::term(unsigned depth) -> bool {
    switch (next()) {
        case '^': ++at_; out_ += '^'; return true;
        case '$': ++at_; out_ += "\\z"; return true;
        case '(': return group(depth) && quantifier();
        case '[': return brackets() && quantifier();
        case '.': ++at_; out_ += no_line_end; return quantifier();
        case '\\': return escape_term();
        case '*':
        case '+':
        case '?': return fail("nothing to repeat");
        default: break;
    }
    if (next() == '{') {
        const auto rest = text_.substr(at_ + 1);
        if (!rest.empty() && is_digit(rest.front())) return fail("nothing to repeat");
    }
    char32_t value = 0;
    if (!literal(value)) return false;
    append_point(out_, value);
    return quantifier();
}

auto Translator::group(unsigned depth) -> bool {
    take("(");
    std::string name;
    if (take("?")) {
        bool known = false;
        for (const std::string_view kind : {":", "=", "!", "<=", "<!"}) {
            if (!take(kind)) continue;
            out_.append("(?").append(kind);
            known = true;
            break;
        }
        if (!known) {
            if (!take("<")) return fail("not a group of ECMA-262");
            if (!group_name(name)) return false;
            if (std::ranges::count(names_, name, &std::pair<std::string, std::size_t>::first) > 1) {
                return fail("two groups have the same name");
            }
            out_ += '(';
        }
    } else {
        out_ += '(';
    }
    if (!disjunction(depth + 1)) return false;
    if (!take(")")) return fail("a parenthesis is not closed");
    out_ += ')';
    return true;
}

// After "<": an identifier and ">".
auto Translator::group_name(std::string& name) -> bool {
    const std::size_t close = text_.find('>', at_);
    if (close == std::string_view::npos || close == at_) return fail("malformed group name");
    name = text_.substr(at_, close - at_);
    if (is_digit(name.front())) return fail("malformed group name");
    for (const char c : name) {
        if (!is_letter(c) && !is_digit(c) && c != '_' && c != '$' && static_cast<unsigned char>(c) < 0x80) {
            return fail("malformed group name");
        }
    }
    at_ = close + 1;
    return true;
}

auto Translator::quantifier() -> bool {
    if (take("*")) {
        out_ += '*';
    } else if (take("+")) {
        out_ += '+';
    } else if (take("?")) {
        out_ += '?';
    } else if (next() == '{' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1])) {
        if (!braces()) return false;
    } else {
        return true;
    }
    if (take("?")) out_ += '?';
    if (next() == '*' || next() == '+' || next() == '?') return fail("nothing to repeat");
    return true;
}

auto Translator::number() -> std::optional<std::uint64_t> {
    constexpr std::uint64_t enough = 1'000'000;
    if (!is_digit(next())) return std::nullopt;
    std::uint64_t value = 0;
    for (; is_digit(next()); ++at_) value = std::min(enough, value * 10 + static_cast<unsigned>(next() - '0'));
    return value;
}

auto Translator::braces() -> bool {
    take("{");
    const auto least = number();
    out_.append("{").append(std::to_string(*least));
    if (take(",")) {
        out_ += ',';
        if (const auto most = number()) {
            if (*most < *least) return fail("the numbers of a quantifier are out of order");
            out_ += std::to_string(*most);
        }
    }
    if (!take("}")) return fail("malformed quantifier");
    out_ += '}';
    return true;
}

auto Translator::escape_term() -> bool {
    const auto rest = text_.substr(at_ + 1);
    if (rest.starts_with('b') || rest.starts_with('B')) {
        out_.append("\\").append(rest.substr(0, 1));
        at_ += 2;
        return true;
    }
    if (rest.starts_with("k<")) {
        at_ += 3;
        std::string name;
        if (!group_name(name)) return false;
        const auto found = std::ranges::find(names_, name, &std::pair<std::string, std::size_t>::first);
        if (found == names_.end()) return fail("no group has this name");
        return back_reference(found->second);
    }
    if (!rest.empty() && rest.front() >= '1' && rest.front() <= '9') {
        ++at_;
        return back_reference(*number());
    }
    Item item;
    if (!escape(item, false)) return false;
    if (item.point) {
        append_point(out_, *item.point);
    } else {
        out_.append("[").append(item.set).append("]");
    }
    return quantifier();
}

auto Translator::back_reference(std::size_t number) -> bool {
    if (number > groups_) return fail("no group has this number");
    out_.append("\\g{").append(std::to_string(number)).append("}");
    return quantifier();
}

// At a backslash.
auto Translator::escape(Item& item, bool in_class) -> bool {
    ++at_;
    if (done()) return fail("a backslash at the end");
    const char c = next();
    ++at_;
    switch (c) {
        case 'd': item.set = "0-9"; return true;
        case 'D': item.set = R"(\x{0}-\x{2f}\x{3a}-\x{10ffff})"; return true;
        case 'w': item.set = "A-Za-z0-9_"; return true;
        case 'W': item.set = R"(\x{0}-\x{2f}\x{3a}-\x{40}\x{5b}-\x{5e}\x{60}\x{7b}-\x{10ffff})"; return true;
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
        case 'b':
            item.point = '\b';
            return in_class || fail("not an escape of ECMA-262");
        default: break;
    }
    --at_;
    if (is_letter(c) || is_digit(c) || c == '_') return fail("not an escape of ECMA-262");
    item.point = 0;
    return literal(*item.point);
}

auto Translator::control(Item& item) -> bool {
    if (!is_letter(next())) return fail("\\c needs a letter");
    item.point = static_cast<char32_t>(next()) & 0x1FU;
    ++at_;
    return true;
}

auto Translator::hex_escape(std::size_t digits, char32_t& value) -> bool {
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
auto Translator::unicode_escape(Item& item) -> bool {
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

auto Translator::property(Item& item, bool negated) -> bool {
    const std::size_t close = text_.find('}', at_);
    if (!take("{") || close == std::string_view::npos) return fail("\\p needs a property in braces");
    const auto escape = property_escape(text_.substr(at_, close - at_), negated);
    if (!escape) return fail("no such Unicode property");
    item.set = *escape;
    at_ = close + 1;
    return true;
}

auto Translator::literal(char32_t& value) -> bool {
    const auto point = json::decode_utf8(text_.data() + at_, text_.data() + text_.size());
    if (point.length == 0) return fail("invalid UTF-8");
    value = point.value;
    at_ += point.length;
    return true;
}

auto Translator::class_atom(Item& item) -> bool {
    if (next() == '\\') return escape(item, true);
    item.point = 0;
    return literal(*item.point);
}

auto Translator::brackets() -> bool {
    take("[");
    const bool negated = take("^");
    if (take("]")) {
        out_ += negated ? anything : nothing;
        return true;
    }
    out_ += negated ? "[^" : "[";
    while (!take("]")) {
        if (done()) return fail("a bracket is not closed");
        Item first;
        if (!class_atom(first) || !class_range(first)) return false;
    }
    out_ += ']';
    return true;
}

// What follows the first atom of a possible range.
auto Translator::class_range(const Item& first) -> bool {
    const bool range = next() == '-' && at_ + 1 < text_.size() && text_[at_ + 1] != ']';
    if (!first.point) {
        out_ += first.set;
        if (!range) return true;
        return fail("a class can't begin a range");
    }
    append_point(out_, *first.point);
    if (!range) return true;
    take("-");
    Item last;
    if (!class_atom(last)) return false;
    if (!last.point) return fail("a class can't end a range");
    if (*last.point < *first.point) return fail("a range is out of order");
    out_ += '-';
    append_point(out_, *last.point);
    return true;
}

}  // namespace

auto translate_regex(std::string_view pattern) -> std::expected<std::string, RegexError> {
    return Translator(pattern).run();
}

}  // namespace strata::schema

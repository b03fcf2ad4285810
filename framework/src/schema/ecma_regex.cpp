#include "schema/ecma_regex.hpp"

#include <algorithm>

#include "schema/ecma_translator.hpp"
#include "schema/formats.hpp"

namespace strata::schema {
namespace {

constexpr std::string_view no_line_end = R"([^\x{a}\x{d}\x{2028}\x{2029}])";
constexpr unsigned max_depth = 200;

}  // namespace

// Back references may come before their group: count the groups and note their names first.
void RegexTranslator::find_groups() {
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
            } else if (rest.starts_with("?<") && !rest.starts_with("?<=") &&
                       !rest.starts_with("?<!")) {
                ++groups_;
                names_.emplace_back(rest.substr(2, rest.find('>') - 2), groups_);
            }
        }
    }
}

auto RegexTranslator::disjunction(unsigned depth) -> bool {
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

auto RegexTranslator::term(unsigned depth) -> bool {
    switch (next()) {
        case '^':
            ++at_;
            out_ += '^';
            return true;
        case '$':
            ++at_;
            out_ += "\\z";
            return true;
        case '(': return group(depth) && quantifier();
        case '[': return brackets() && quantifier();
        case '.':
            ++at_;
            out_ += no_line_end;
            return quantifier();
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

auto RegexTranslator::group(unsigned depth) -> bool {
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
auto RegexTranslator::group_name(std::string& name) -> bool {
    const std::size_t close = text_.find('>', at_);
    if (close == std::string_view::npos || close == at_) return fail("malformed group name");
    name = text_.substr(at_, close - at_);
    if (is_digit(name.front())) return fail("malformed group name");
    for (const char c : name) {
        if (!is_letter(c) && !is_digit(c) && c != '_' && c != '$' &&
            static_cast<unsigned char>(c) < 0x80) {
            return fail("malformed group name");
        }
    }
    at_ = close + 1;
    return true;
}

auto RegexTranslator::quantifier() -> bool {
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

auto RegexTranslator::number() -> std::optional<std::uint64_t> {
    constexpr std::uint64_t enough = 1'000'000;
    if (!is_digit(next())) return std::nullopt;
    std::uint64_t value = 0;
    for (; is_digit(next()); ++at_)
        value = std::min(enough, value * 10 + static_cast<unsigned>(next() - '0'));
    return value;
}

auto RegexTranslator::braces() -> bool {
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

auto RegexTranslator::escape_term() -> bool {
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
        const auto found =
            std::ranges::find(names_, name, &std::pair<std::string, std::size_t>::first);
        if (found == names_.end()) return fail("no group has this name");
        return back_reference(found->second);
    }
    if (!rest.empty() && rest.front() >= '1' && rest.front() <= '9') {
        ++at_;
        return back_reference(*number());
    }
    RegexItem item;
    if (!escape(item, false)) return false;
    if (item.point) {
        append_point(out_, *item.point);
    } else {
        out_.append("[").append(item.set).append("]");
    }
    return quantifier();
}

auto RegexTranslator::back_reference(std::size_t number) -> bool {
    if (number > groups_) return fail("no group has this number");
    out_.append("\\g{").append(std::to_string(number)).append("}");
    return quantifier();
}

auto translate_regex(std::string_view pattern) -> std::expected<std::string, RegexError> {
    return RegexTranslator(pattern).run();
}

}  // namespace strata::schema

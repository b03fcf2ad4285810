#pragma once
// The translator behind translate_regex(): one pass over the pattern, by recursive descent. Terms
// and groups are in ecma_regex.cpp, escapes and bracketed classes in ecma_class.cpp.
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/ecma_regex.hpp"

namespace strata::schema {

// An escape or character: one code point, or a class of them as PCRE2 writes it inside brackets.
struct RegexItem {
    std::optional<char32_t> point;
    std::string set;
};

// As PCRE2 writes it, inside brackets and outside.
void append_point(std::string& out, char32_t c);

class RegexTranslator final {
  public:
    explicit RegexTranslator(std::string_view text) : text_(text) { find_groups(); }

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
    auto escape(RegexItem& item, bool in_class) -> bool;
    auto control(RegexItem& item) -> bool;
    auto hex_escape(std::size_t digits, char32_t& value) -> bool;
    auto unicode_escape(RegexItem& item) -> bool;
    auto property(RegexItem& item, bool negated) -> bool;
    auto brackets() -> bool;
    auto class_atom(RegexItem& item) -> bool;
    auto class_range(const RegexItem& first) -> bool;
    auto literal(char32_t& value) -> bool;
    auto number() -> std::optional<std::uint64_t>;

    std::string_view text_;
    std::size_t at_ = 0;
    std::string out_;
    std::optional<RegexError> error_;
    std::size_t groups_ = 0;
    std::vector<std::pair<std::string, std::size_t>> names_;
};

}  // namespace strata::schema

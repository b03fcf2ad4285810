#include "tools/sql/alias_mark.hpp"

#include <algorithm>

namespace strata::tools::sql {

auto is_keyword(const Token& token, std::string_view upper_case) -> bool {
    const auto same = [](char c, char upper) {
        return (c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c) == upper;
    };
    return token.kind == TokenKind::word && std::ranges::equal(token.text, upper_case, same);
}

auto is_blank(const Token& token) -> bool {
    return token.kind == TokenKind::space || token.kind == TokenKind::comment;
}

auto alias_mark(const Token& before, const Token& token) -> std::optional<AliasMark> {
    constexpr std::size_t shortest = 4;  // two quotes, a letter and the mark
    if (token.kind != TokenKind::quoted || token.text.size() < shortest) return std::nullopt;
    if (!is_keyword(before, "AS") || token.text.front() != '"') return std::nullopt;
    const char mark = token.text[token.text.size() - 2];
    if (mark != '?' && mark != '!') return std::nullopt;
    return AliasMark{token.text.substr(1, token.text.size() - 3), mark == '?'};
}

}  // namespace strata::tools::sql

#include "tools/check/nullability.hpp"

#include <algorithm>
#include <vector>

#include "tools/sql/alias_mark.hpp"

namespace strata::tools::check {
namespace {

using sql::is_keyword;
using sql::Token;
using sql::TokenKind;

auto tokens_of(const std::string& source) -> std::vector<Token> {
    std::vector<Token> tokens;
    sql::Lexer lexer(source);
    while (const auto token = lexer.next()) {
        if (!sql::is_blank(*token)) tokens.push_back(*token);
    }
    return tokens;
}

auto table_name(const Token& token) -> std::string {
    std::string name(token.text);
    if (token.kind == TokenKind::quoted) return name.substr(1, name.size() - 2);
    std::ranges::transform(name, name.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return name;
}

}  // namespace

// What follows LEFT JOIN may be absent; of RIGHT and FULL JOIN, and of a subquery, everything is
// taken for that.
Nullability::Nullability(const sql::QueryText& query) {
    const std::vector<Token> tokens = tokens_of(query.source);
    for (std::size_t i = 1; i < tokens.size(); ++i) {
        if (const auto alias = sql::alias_mark(tokens[i - 1], tokens[i]))
            marks_[std::string(alias->name)] = alias->nullable;
        if (!is_keyword(tokens[i], "JOIN")) continue;
        const bool outer = is_keyword(tokens[i - 1], "OUTER") && i > 1;
        const Token& side = tokens[i - (outer ? 2 : 1)];
        if (is_keyword(side, "RIGHT") || is_keyword(side, "FULL")) all_outer_ = true;
        if (!is_keyword(side, "LEFT")) continue;
        std::size_t at = i + 1;
        if (at + 2 < tokens.size() && tokens[at + 1].is_symbol(".")) at += 2;  // schema.table
        const bool named = at < tokens.size() && (tokens[at].kind == TokenKind::word ||
                                                  tokens[at].kind == TokenKind::quoted);
        if (named && !is_keyword(tokens[at], "LATERAL")) {
            outer_.insert(table_name(tokens[at]));
        } else {
            all_outer_ = true;
        }
    }
}

auto Nullability::mark(std::string_view column) const -> std::optional<bool> {
    const auto found = marks_.find(column);
    if (found == marks_.end()) return std::nullopt;
    return found->second;
}

auto Nullability::may_be_absent(const std::string& table) const -> bool {
    return all_outer_ || outer_.contains(table);
}

}  // namespace strata::tools::check

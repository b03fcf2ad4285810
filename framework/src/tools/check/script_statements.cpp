#include "tools/check/script_statements.hpp"

#include <algorithm>

#include "tools/sql/alias_mark.hpp"

namespace strata::tools::check {
namespace {

using sql::Token;
using sql::TokenKind;

// "-- allow: drop-column" -> "drop-column"
auto allowance(std::string_view comment) -> std::string {
    constexpr std::string_view mark = "-- allow: ";
    if (!comment.starts_with(mark)) return {};
    comment.remove_prefix(mark.size());
    return std::string(comment.substr(0, comment.find_first_of(" \t\r")));
}

auto lower(std::string_view text) -> std::string {
    std::string copy(text);
    std::ranges::transform(copy, copy.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return copy;
}

}  // namespace

auto ScriptWords::says(std::size_t at, std::initializer_list<std::string_view> keywords) const
    -> bool {
    for (const std::string_view keyword : keywords) {
        if (at >= tokens.size() || !sql::is_keyword(tokens[at], keyword)) return false;
        ++at;
    }
    return true;
}

auto ScriptWords::after(std::initializer_list<std::string_view> keywords) const -> std::size_t {
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        if (says(at, keywords)) return at + keywords.size();
    }
    return 0;
}

auto ScriptWords::name_at(std::size_t at) const -> std::size_t {
    if (says(at, {"IF", "NOT", "EXISTS"})) at += 3;
    if (says(at, {"IF", "EXISTS"})) at += 2;
    if (says(at, {"ONLY"})) ++at;
    const bool schema = at + 2 < tokens.size() && tokens[at + 1].is_symbol(".");
    return schema ? at + 2 : at;
}

auto ScriptWords::name(std::size_t at) const -> std::string {
    at = name_at(at);
    if (at >= tokens.size()) return {};
    const Token& token = tokens[at];
    if (token.kind == TokenKind::quoted)
        return std::string(token.text.substr(1, token.text.size() - 2));
    return token.kind == TokenKind::word ? lower(token.text) : std::string();
}

auto script_words(std::string_view text) -> std::vector<ScriptWords> {
    std::vector<ScriptWords> statements;
    ScriptWords statement;
    const auto finish = [&] {
        if (!statement.tokens.empty()) statements.push_back(std::move(statement));
        statement = {};
    };
    sql::Lexer lexer(text);
    while (const auto token = lexer.next()) {
        if (token->kind == TokenKind::comment) {
            const std::string rule = allowance(token->text);
            if (!rule.empty() && statement.tokens.empty()) statement.allowed.insert(rule);
        } else if (token->is_symbol(";")) {
            finish();
        } else if (token->kind != TokenKind::space) {
            if (statement.tokens.empty()) statement.line = sql::line_at(text, token->offset);
            statement.tokens.push_back(*token);
        }
    }
    finish();
    return statements;
}

}  // namespace strata::tools::check

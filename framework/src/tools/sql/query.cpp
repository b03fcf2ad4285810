#include "tools/sql/query.hpp"

#include <algorithm>

#include "tools/sql/alias_mark.hpp"
#include "tools/sql/lexer.hpp"

namespace strata::tools::sql {

auto to_string(QueryKind kind) -> std::string_view {
    switch (kind) {
        case QueryKind::one: return "one";
        case QueryKind::optional: return "optional";
        case QueryKind::many: return "many";
        case QueryKind::scalar: return "scalar";
        case QueryKind::execute: break;
    }
    return "execute";
}

auto QueryText::numbered(char mark, const std::vector<std::string>& order) const -> std::string {
    std::string sql;
    Lexer lexer(source);
    Token before;
    while (const auto token = lexer.next()) {
        if (token->kind == TokenKind::parameter) {
            const auto found = std::ranges::find(order, token->text);
            sql += mark + std::to_string(found - order.begin() + 1);
        } else if (const auto alias = alias_mark(before, *token)) {
            sql += '"' + std::string(alias->name) + '"';
        } else {
            sql += token->text;
        }
        if (!is_blank(*token)) before = *token;
    }
    return sql;
}

}  // namespace strata::tools::sql

#include "tools/check/nullability.hpp"

#include <algorithm>

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

auto lower(std::string_view text) -> std::string {
    std::string copy(text);
    std::ranges::transform(copy, copy.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return copy;
}

auto is_name(const Token& token) -> bool {
    return token.kind == TokenKind::word || token.kind == TokenKind::quoted;
}

auto name_of(const Token& token) -> std::string {
    const bool quoted = token.kind == TokenKind::quoted;
    return lower(quoted ? token.text.substr(1, token.text.size() - 2) : token.text);
}

auto is_any(const Token& token, std::initializer_list<std::string_view> keywords) -> bool {
    return std::ranges::any_of(
        keywords, [&](std::string_view keyword) { return is_keyword(token, keyword); });
}

constexpr std::string_view behind_join = "behind an outer join";
constexpr std::string_view of_subquery = "of a subquery";

// `recent AS (`, `recent AS NOT MATERIALIZED (`, `recent (order_id, sku) AS (`
auto is_common_table(const std::vector<Token>& tokens, const std::string& name) -> bool {
    for (std::size_t at = 0; at + 2 < tokens.size(); ++at) {
        if (!is_name(tokens[at]) || name_of(tokens[at]) != name) continue;
        std::size_t next = at + 1;
        if (tokens[next].is_symbol("(")) {
            while (next < tokens.size() && !tokens[next].is_symbol(")")) ++next;
            ++next;
        }
        if (next >= tokens.size() || !is_keyword(tokens[next], "AS")) continue;
        ++next;
        while (next < tokens.size() && is_any(tokens[next], {"NOT", "MATERIALIZED"})) ++next;
        if (next < tokens.size() && tokens[next].is_symbol("(")) return true;
    }
    return false;
}

// Of a join's right side at `at`: another join stands in it, `a JOIN b ON ... ON ...`.
auto holds_join(const std::vector<Token>& tokens, std::size_t at) -> bool {
    while (at < tokens.size() && !is_any(tokens[at], {"ON", "USING", "JOIN"})) ++at;
    return at < tokens.size() && is_keyword(tokens[at], "JOIN");
}

// Of a list of columns.
auto begins_column(const Token& token) -> bool {
    return token.is_symbol(",") || is_any(token, {"SELECT", "DISTINCT", "ALL", "RETURNING"});
}
auto ends_column(const std::vector<Token>& tokens, std::size_t at) -> bool {
    if (at >= tokens.size()) return true;
    const Token& token = tokens[at];
    return token.is_symbol(",") || token.is_symbol(")") || token.is_symbol(";") ||
           is_any(token, {"FROM", "WHERE", "GROUP", "HAVING", "WINDOW", "UNION", "EXCEPT",
                          "INTERSECT", "ORDER", "LIMIT", "OFFSET", "FETCH", "FOR"});
}

// What stands between two parentheses.
struct Part {
    bool in_list = false;      // of columns, at this token
    bool is_column = false;    // all of it is one column of the list around it
    bool is_subquery = false;  // and it is a query
    bool gives_rows = true;    // to the result
};

auto part_after(const Part& around, const Token& before) -> Part {
    const bool column =
        (around.in_list && begins_column(before)) || (around.is_column && before.is_symbol("("));
    return {.is_column = column,
            .gives_rows = around.gives_rows && !around.in_list &&
                          !is_any(before, {"IN", "EXISTS", "ANY", "SOME"})};
}

}  // namespace

Nullability::Nullability(const sql::QueryText& query) {
    const Tokens tokens = tokens_of(query.source);
    find_marks(tokens);
    find_outer_joins(tokens);
    find_grouping_sets(tokens);
    find_unions_and_subqueries(tokens);
}

void Nullability::find_marks(const Tokens& tokens) {
    for (std::size_t i = 1; i < tokens.size(); ++i) {
        if (const auto alias = sql::alias_mark(tokens[i - 1], tokens[i]))
            marks_[std::string(alias->name)] = alias->nullable;
    }
}

// What follows LEFT JOIN may be absent; of RIGHT and FULL JOIN everything is taken for that.
void Nullability::find_outer_joins(const Tokens& tokens) {
    for (std::size_t i = 1; i < tokens.size(); ++i) {
        if (!is_keyword(tokens[i], "JOIN")) continue;
        const bool outer = is_keyword(tokens[i - 1], "OUTER") && i > 1;
        const Token& side = tokens[i - (outer ? 2 : 1)];
        if (is_any(side, {"RIGHT", "FULL"})) every_ = behind_join;
        if (is_keyword(side, "LEFT")) add_absent(tokens, i + 1);
    }
}

// An engine tells the tables inside a subquery or a common table: then every table may be absent.
void Nullability::add_absent(const Tokens& tokens, std::size_t at) {
    if (at + 2 < tokens.size() && tokens[at + 1].is_symbol(".")) at += 2;  // schema.table
    const bool named =
        at < tokens.size() && is_name(tokens[at]) && !is_any(tokens[at], {"LATERAL", "ONLY"});
    if (!named || holds_join(tokens, at) || is_common_table(tokens, name_of(tokens[at]))) {
        every_ = behind_join;
    } else {
        outer_.insert(name_of(tokens[at]));
    }
}

// Rows of subtotals have NULL in the columns that they sum over.
void Nullability::find_grouping_sets(const Tokens& tokens) {
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        const bool opens = tokens[i + 1].is_symbol("(");
        if ((opens && is_any(tokens[i], {"ROLLUP", "CUBE"})) ||
            (is_keyword(tokens[i], "GROUPING") && is_keyword(tokens[i + 1], "SETS")))
            every_ = "under ROLLUP, CUBE or GROUPING SETS";
    }
}

// Of a UNION an engine tells the first branch's columns, of a column that is a subquery the column
// of that.
void Nullability::find_unions_and_subqueries(const Tokens& tokens) {
    std::vector<Part> parts(1);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        Part& part = parts.back();
        const Token& before = tokens[i > 0 ? i - 1 : i];
        if (tokens[i].is_symbol("(")) {
            parts.push_back(part_after(part, before));
        } else if (tokens[i].is_symbol(")") && parts.size() > 1) {
            const bool subquery = part.is_subquery;
            parts.pop_back();
            const bool wrapped = parts.back().is_column && ends_column(tokens, i + 1);
            if (subquery && wrapped) parts.back().is_subquery = true;
            if (subquery && !wrapped) add_subquery(tokens, i + 1, parts.size() > 1);
        } else if (is_any(tokens[i], {"SELECT", "RETURNING", "WITH", "VALUES"})) {
            part.is_subquery = part.is_subquery || part.is_column;
            part.in_list = is_any(tokens[i], {"SELECT", "RETURNING"});
        } else if (is_keyword(tokens[i], "FROM") && !is_keyword(before, "DISTINCT")) {
            part.in_list = false;
        } else if (is_keyword(tokens[i], "UNION") && part.gives_rows) {
            every_ = "in a UNION";
        }
    }
}

// `at`: behind its closing parenthesis.
void Nullability::add_subquery(const Tokens& tokens, std::size_t at, bool nested) {
    if (!ends_column(tokens, at) && tokens[at].kind == TokenKind::symbol) return;  // an operand
    if (at + 1 < tokens.size() && is_keyword(tokens[at], "AS")) {
        ++at;
        if (sql::alias_mark(tokens[at - 1], tokens[at])) return;
    }
    if (!nested && !ends_column(tokens, at) && is_name(tokens[at]) && ends_column(tokens, at + 1)) {
        subqueries_.insert(name_of(tokens[at]));
    } else if (ends_column(tokens, at) || nested) {
        every_ = of_subquery;
    }
}

auto Nullability::mark(std::string_view column) const -> std::optional<bool> {
    const auto found = marks_.find(column);
    if (found == marks_.end()) return std::nullopt;
    return found->second;
}

auto Nullability::doubt(std::string_view column, const std::string& table) const
    -> std::string_view {
    if (!every_.empty()) return every_;
    if (outer_.contains(lower(table))) return behind_join;
    return subqueries_.contains(lower(column)) ? of_subquery : std::string_view();
}

}  // namespace strata::tools::check

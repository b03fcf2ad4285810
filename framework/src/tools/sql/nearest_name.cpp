#include "tools/sql/nearest_name.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "strata/json/suggest.hpp"
#include "tools/sql/lexer.hpp"

namespace strata::tools::sql {
namespace {

// Between `before` and `after`, which is empty for the end of the text.
auto between(std::string_view text, std::string_view before, std::string_view after)
    -> std::optional<std::string_view> {
    const std::size_t found = text.find(before);
    if (found == std::string_view::npos) return std::nullopt;
    text.remove_prefix(found + before.size());
    return after.empty() ? text : text.substr(0, text.find(after));
}

// Without the table or schema before it.
auto last_part(std::string_view name) -> std::string_view {
    return name.substr(name.rfind('.') + 1);
}

using Pattern = std::array<std::string_view, 2>;
constexpr std::array column_patterns{Pattern{"no such column: ", ""},
                                     Pattern{"has no column named ", ""},
                                     Pattern{"column \"", "\""}, Pattern{"column ", " does not"}};
constexpr std::array table_patterns{Pattern{"no such table: ", ""}, Pattern{"relation \"", "\""}};

template <std::size_t N>
auto match(std::string_view message, const std::array<Pattern, N>& patterns) -> std::string_view {
    for (const Pattern& pattern : patterns) {
        if (const auto found = between(message, pattern[0], pattern[1])) return last_part(*found);
    }
    return {};
}

auto names_table(std::string_view statement, std::string_view table) -> bool {
    Lexer lexer(statement);
    while (const auto token = lexer.next()) {
        std::string_view text = token->text;
        if (token->kind == TokenKind::quoted) text = text.substr(1, text.size() - 2);
        if (std::ranges::equal(
                text, table, {}, [](char c) { return std::tolower(c); },
                [](char c) { return std::tolower(c); }))
            return true;
    }
    return false;
}

auto columns_of(std::string_view statement, const std::vector<TableNames>& tables, bool all)
    -> std::vector<std::string_view> {
    std::vector<std::string_view> columns;
    for (const TableNames& table : tables) {
        if (all || names_table(statement, table.name))
            columns.insert(columns.end(), table.columns.begin(), table.columns.end());
    }
    return columns;
}

}  // namespace

auto with_nearest_name(const std::string& message, std::string_view statement,
                       const std::vector<TableNames>& tables) -> std::string {
    if (const auto column = match(message, column_patterns); !column.empty()) {
        auto columns = columns_of(statement, tables, false);
        if (columns.empty()) columns = columns_of(statement, tables, true);
        return json::with_suggestion(message, column, columns);
    }
    const auto table = match(message, table_patterns);
    if (table.empty()) return message;
    std::vector<std::string_view> names;
    for (const TableNames& known : tables) names.push_back(known.name);
    return json::with_suggestion(message, table, names);
}

}  // namespace strata::tools::sql

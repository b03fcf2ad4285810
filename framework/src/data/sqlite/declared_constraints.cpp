#include "data/sqlite/declared_constraints.hpp"

#include <sqlite3.h>

#include <algorithm>

namespace strata::data::sqlite {
namespace {

using Tokens = std::vector<std::string>;

auto is_word(char c) -> bool {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           (c & 0x80) != 0;
}

// The length of the comment, quote or word that `text` begins with; 1 for anything else.
auto token_length(std::string_view text) -> std::size_t {
    const auto until = [&](std::string_view end, std::size_t from) {
        const std::size_t at = text.find(end, from);
        return at == std::string_view::npos ? text.size() : at + end.size();
    };
    if (text.starts_with("--")) return until("\n", 2);
    if (text.starts_with("/*")) return until("*/", 2);
    if (text.front() == '[') return until("]", 1);
    if (std::string_view("'\"`").find(text.front()) != std::string_view::npos)
        return until(text.substr(0, 1), 1);
    const auto end = std::ranges::find_if_not(text, &is_word);
    return std::max<std::size_t>(1, static_cast<std::size_t>(end - text.begin()));
}

auto is_quoted(std::string_view token) -> bool {
    return token.size() >= 2 &&
           std::string_view("'\"`[").find(token.front()) != std::string_view::npos;
}

// Without comments and white space, and names without their quotes.
auto tokens_of(std::string_view sql) -> Tokens {
    Tokens tokens;
    while (!sql.empty()) {
        const std::string_view token = sql.substr(0, token_length(sql));
        sql.remove_prefix(token.size());
        const bool space =
            std::string_view(" \t\r\n").find(token.front()) != std::string_view::npos;
        if (space || token.starts_with("--") || token.starts_with("/*")) continue;
        tokens.emplace_back(is_quoted(token) ? token.substr(1, token.size() - 2) : token);
    }
    return tokens;
}

auto is(const Tokens& tokens, std::size_t at, const char* word) -> bool {
    return at < tokens.size() && sqlite3_stricmp(tokens[at].c_str(), word) == 0;
}

// The names in the parentheses at `at`: (login, realm)
auto columns_at(const Tokens& tokens, std::size_t at) -> std::vector<std::string> {
    std::vector<std::string> columns;
    for (bool name = true; ++at < tokens.size() && tokens[at] != ")";) {
        if (name) columns.push_back(tokens[at]);
        name = tokens[at] == ",";
    }
    return columns;
}

}  // namespace

auto declared_constraints(std::string_view sql) -> std::vector<DeclaredConstraint> {
    const Tokens tokens = tokens_of(sql);
    std::vector<DeclaredConstraint> found;
    std::size_t definition = 0;  // where the column or table constraint begins
    int depth = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i] == "(" && ++depth == 1) definition = i + 1;
        if (tokens[i] == ")") --depth;
        if (tokens[i] == "," && depth == 1) definition = i + 1;
        if (depth != 1 || !is(tokens, i, "CONSTRAINT")) continue;
        const bool key = is(tokens, i + 2, "PRIMARY") && is(tokens, i + 3, "KEY");
        if (!key && !is(tokens, i + 2, "UNIQUE")) continue;
        const std::size_t list = i + (key ? 4 : 3);
        found.push_back({tokens[i + 1], i == definition ? columns_at(tokens, list)
                                                        : std::vector{tokens[definition]}});
    }
    return found;
}

}  // namespace strata::data::sqlite

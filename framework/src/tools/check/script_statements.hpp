#pragma once
// The statements of a script as words, for rules that look at them. Pure.
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tools/sql/lexer.hpp"

namespace strata::tools::check {

struct ScriptWords {
    std::vector<sql::Token> tokens{};  // without blanks and comments
    std::set<std::string> allowed{};   // of `-- allow: RULE` right before it
    std::size_t line = 0;

    // The keywords, in upper case, from the token `at` on.
    [[nodiscard]] auto says(std::size_t at, std::initializer_list<std::string_view> keywords) const
        -> bool;
    // The token after the keywords, wherever they stand; 0: nowhere.
    [[nodiscard]] auto after(std::initializer_list<std::string_view> keywords) const -> std::size_t;
    // Where the name at a token is, past `IF [NOT] EXISTS`, ONLY and the schema.
    [[nodiscard]] auto name_at(std::size_t at) const -> std::size_t;
    // The name at a token, past `IF [NOT] EXISTS`, without quotes and schema, lower case unless
    // quoted; empty: none.
    [[nodiscard]] auto name(std::size_t at) const -> std::string;
};

[[nodiscard]] auto script_words(std::string_view text) -> std::vector<ScriptWords>;

}  // namespace strata::tools::check

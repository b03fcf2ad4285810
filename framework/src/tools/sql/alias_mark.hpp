#pragma once
// AliasMark: `AS "last_seen?"` may be NULL, `AS "count!"` may not: what no database knows of an
// expression or of a column from an outer join. The mark is for the checks; an engine sees the name
// without it. Pure.
#include <optional>
#include <string_view>

#include "tools/sql/lexer.hpp"

namespace strata::tools::sql {

struct AliasMark {
    std::string_view name{};  // without the mark
    bool nullable = false;
};

// Of a token right after `before`; nothing where it is no such alias.
[[nodiscard]] auto alias_mark(const Token& before, const Token& token) -> std::optional<AliasMark>;

[[nodiscard]] auto is_keyword(const Token& token, std::string_view upper_case) -> bool;
// White space and comments.
[[nodiscard]] auto is_blank(const Token& token) -> bool;

}  // namespace strata::tools::sql

#include "tools/check/added_column.hpp"

#include <algorithm>

#include "tools/sql/alias_mark.hpp"

namespace strata::tools::check {
namespace {

using Words = std::initializer_list<std::string_view>;

auto is_any(const sql::Token& token, Words keywords) -> bool {
    return std::ranges::any_of(
        keywords, [&](std::string_view keyword) { return sql::is_keyword(token, keyword); });
}

auto is_serial(const ScriptWords& words) -> bool {
    constexpr std::size_t type = 2;
    return words.tokens.size() > type &&
           is_any(words.tokens[type],
                  {"SERIAL", "BIGSERIAL", "SMALLSERIAL", "SERIAL2", "SERIAL4", "SERIAL8"});
}

// The functions whose value is the same for every row of a statement; each other may be volatile.
auto is_constant(const sql::Token& function) -> bool {
    return is_any(function, {"NOW",
                             "TRANSACTION_TIMESTAMP",
                             "STATEMENT_TIMESTAMP",
                             "DATE_TRUNC",
                             "TIMEZONE",
                             "MAKE_INTERVAL",
                             "MAKE_DATE",
                             "MAKE_TIMESTAMPTZ",
                             "TO_TIMESTAMP",
                             "CAST",
                             "COALESCE",
                             "NULLIF",
                             "LOWER",
                             "UPPER",
                             "CONCAT",
                             "JSONB_BUILD_OBJECT",
                             "JSONB_BUILD_ARRAY",
                             "JSON_BUILD_OBJECT",
                             "JSON_BUILD_ARRAY",
                             "CURRENT_SETTING",
                             "CURRENT_TIMESTAMP",
                             "CURRENT_TIME",
                             "LOCALTIMESTAMP",
                             "LOCALTIME",
                             "EXTRACT"});
}

// The function that is called at `at`; `'x'::varchar(3)`, `CAST (1 AS numeric(3))` call none.
auto calls(const ScriptWords& words, std::size_t at) -> bool {
    const sql::Token& token = words.tokens[at];
    if (at + 1 >= words.tokens.size() || !words.tokens[at + 1].is_symbol("(")) return false;
    if (token.kind != sql::TokenKind::word && token.kind != sql::TokenKind::quoted) return false;
    const sql::Token& before = words.tokens[at - 1];
    if (before.is_symbol("::") || sql::is_keyword(before, "AS")) return false;
    return !is_any(token, {"IN", "AND", "OR", "NOT"});
}

}  // namespace

auto lacks_default(const AlterAction& action) -> bool {
    const ScriptWords& words = action.outline;
    const bool required = words.after({"NOT", "NULL"}) > 0 || words.after({"PRIMARY", "KEY"}) > 0;
    const std::size_t value = words.after({"DEFAULT"});
    const bool given = (value > 0 && !words.says(value, {"NULL"})) ||
                       words.after({"GENERATED"}) > 0 || is_serial(words);
    return required && !given;
}

auto fills_each_row(const AlterAction& action) -> bool {
    if (action.outline.after({"GENERATED"}) > 0 || is_serial(action.outline)) return true;
    const ScriptWords& words = action.words;
    const std::size_t value = words.after({"DEFAULT"});
    if (value == 0) return false;
    for (std::size_t at = value; at < words.tokens.size(); ++at) {
        if (is_any(words.tokens[at], {"CHECK", "REFERENCES"})) return false;
        if (calls(words, at) && !is_constant(words.tokens[at])) return true;
    }
    return false;
}

auto checks_rows(const AlterAction& action) -> bool {
    return action.outline.after({"REFERENCES"}) > 0 || action.outline.after({"CHECK"}) > 0;
}

auto makes_key(const AlterAction& action) -> bool {
    return action.outline.after({"UNIQUE"}) > 0 || action.outline.after({"PRIMARY", "KEY"}) > 0;
}

}  // namespace strata::tools::check

#pragma once
// Double quotes stand around names. SQLite takes what they hold for a text if there is no such
// column, so a misspelt name would be a value.

struct sqlite3;

namespace strata::data::sqlite {

// From now on an unknown name in double quotes is an error of the statement. Never fails.
void take_double_quotes_for_names(sqlite3* connection) noexcept;

}  // namespace strata::data::sqlite

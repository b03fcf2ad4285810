#pragma once
// The names of a violated constraint. SQLite tells columns ("UNIQUE constraint failed:
// orders.number"), PostgreSQL the constraint's name; a contract's `constraint` has to fit both.
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;

namespace strata::data::sqlite {

// `code` is the extended result code, `message` SQLite's own. The first name is the one that SQLite
// tells; then PostgreSQL's default name and the names of unique indexes and constraints over the
// same columns. Empty for a foreign key.
[[nodiscard]] auto constraint_names(sqlite3* connection, int code, std::string_view message)
    -> std::vector<std::string>;

}  // namespace strata::data::sqlite

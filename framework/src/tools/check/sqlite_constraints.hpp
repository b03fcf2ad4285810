#pragma once
// The names of every constraint of a SQLite database, as a violation of them is told on either
// engine: those that are declared, and PostgreSQL's names of those that have none.
#include <set>
#include <string>

struct sqlite3;

namespace strata::tools::check {

[[nodiscard]] auto sqlite_constraints(sqlite3* connection) -> std::set<std::string>;

}  // namespace strata::tools::check

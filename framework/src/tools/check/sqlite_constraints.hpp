#pragma once
// The constraints of a SQLite database, by what SQLite tells when one is violated.
#include <set>
#include <string>

struct sqlite3;

namespace strata::tools::check {

struct SqliteConstraints {
    // By their own names, and by PostgreSQL's of those that have none.
    std::set<std::string> told{};
    // CHECKs without a name, by PostgreSQL's: SQLite tells what they say.
    std::set<std::string> unnamed{};
    // By their own names and by PostgreSQL's: SQLite does not tell which.
    std::set<std::string> foreign_keys{};
};

[[nodiscard]] auto sqlite_constraints(sqlite3* connection) -> SqliteConstraints;

}  // namespace strata::tools::check

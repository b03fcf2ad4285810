#pragma once
// Applies scripts to an SQLite database, each once, and keeps the record in strata_migrations.
#include <span>
#include <string>

#include "data/sqlite/connection.hpp"

namespace strata::data::sqlite {

// Each script is one transaction that begins with the write lock, so that processes that start
// together apply it once. Throws DatabaseError: a script that fails (and is undone), or one that
// was edited after it was applied.
void apply_scripts(Connection& connection, std::span<const Script> scripts,
                   const std::string& path);

}  // namespace strata::data::sqlite

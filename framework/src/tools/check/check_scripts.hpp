#pragma once
// The scripts of a service: their names, the lint, and columns that are dropped while a query reads
// them.
#include <functional>
#include <vector>

#include "tools/check/migration_lint.hpp"
#include "tools/sql/sql_files.hpp"
#include "tools/sql/sql_generator.hpp"

namespace strata::tools::check {

// Names of all migrations, and the lint of those that an engine gets.
void check_scripts(const sql::SqlFiles& files, Engine engine, Diagnostics& diagnostics);

// Whether the query reads what a script drops.
using Reads = std::function<bool(const sql::TypedQuery&, const Dropped&)>;

// REQUIRES: `reads` tells of a schema that has the scripts before this one.
void check_dropped(const sql::SqlFile& script, const std::vector<sql::QueryModule>& modules,
                   const Reads& reads, Diagnostics& diagnostics);

}  // namespace strata::tools::check

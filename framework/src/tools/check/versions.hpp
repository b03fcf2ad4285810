#pragma once
// Updates that leave a row's version as it was: who has read the row before would not notice.
#include <vector>

#include "tools/check/sqlite_schema.hpp"
#include "tools/model/diagnostics.hpp"
#include "tools/sql/sql_generator.hpp"

namespace strata::tools::check {

// A table has a version where a query reads it into the member that a contract marks
// `"version": true`. REQUIRES: `schema` has the scripts.
void check_versions(const std::vector<sql::QueryModule>& modules, SqliteSchema& schema,
                    Diagnostics& diagnostics);

}  // namespace strata::tools::check

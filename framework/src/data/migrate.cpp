#include "strata/data/migrations.hpp"

#include "data/postgres/scripts.hpp"
#include "data/postgres/target.hpp"
#include "data/sqlite/location.hpp"
#include "data/sqlite/migrate.hpp"

namespace strata::data {

auto migrate(const DatabaseOptions& options, std::span<const Script> scripts, Migration action)
    -> std::vector<ScriptStatus> {
    if (!sqlite::is_sqlite(options.url))
        return postgres::migrate(postgres::Target(options.url), scripts, action);
    return sqlite::migrate(sqlite::path_in(options.url), options, scripts, action);
}

}  // namespace strata::data

#include "strata/data/migrations.hpp"

#include "data/postgres/scripts.hpp"
#include "data/postgres/target.hpp"
#include "data/sqlite/migrate.hpp"

namespace strata::data {

auto migrate(const DatabaseOptions& options, std::span<const Script> scripts, Migration action)
    -> std::vector<ScriptStatus> {
    constexpr std::string_view sqlite_scheme = "sqlite:";
    const std::string_view url = options.url;
    if (!url.starts_with(sqlite_scheme))
        return postgres::migrate(postgres::Target(options.url), scripts, action);
    return sqlite::migrate(std::string(url.substr(sqlite_scheme.size())), options, scripts, action);
}

}  // namespace strata::data

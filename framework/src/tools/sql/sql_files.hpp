#pragma once
// The SQL files of a service's db/ folder, by what they are.
#include <filesystem>
#include <string>
#include <vector>

namespace strata::tools::sql {

enum class Dialect { common, sqlite, postgres };

struct SqlFile {
    std::string path{};  // "db/orders.sqlite.sql"
    std::string name{};  // "orders"
    Dialect dialect = Dialect::common;
    std::string text{};
};

struct SqlFiles {
    std::vector<SqlFile> queries{};  // db/*.sql, by path
    std::vector<SqlFile> scripts{};  // db/create.sql, then db/migrations/*.sql, by path
};

// Throws std::filesystem::filesystem_error; a missing folder has no files.
[[nodiscard]] auto read_sql_files(const std::filesystem::path& service) -> SqlFiles;

// The scripts that an engine gets: of a script and its own variant the variant, nothing of the
// other engine's. REQUIRES: not Dialect::common.
[[nodiscard]] auto engine_scripts(const SqlFiles& files, Dialect engine)
    -> std::vector<const SqlFile*>;

}  // namespace strata::tools::sql

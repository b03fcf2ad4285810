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

// The scripts that SQLite gets: of a script and its .sqlite.sql variant the variant, nothing of
// PostgreSQL's.
[[nodiscard]] auto sqlite_scripts(const SqlFiles& files) -> std::vector<const SqlFile*>;

}  // namespace strata::tools::sql

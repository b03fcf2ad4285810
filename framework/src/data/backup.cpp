#include "strata/data/backup.hpp"

#include "data/sqlite/backup.hpp"
#include "strata/data/error.hpp"

namespace strata::data {

void backup(const DatabaseOptions& options, const std::string& file) {
    constexpr std::string_view sqlite_scheme = "sqlite:";
    const std::string_view url = options.url;
    if (!url.starts_with(sqlite_scheme)) {
        throw DatabaseError(ErrorKind::unavailable,
                            "backup is for SQLite; use pg_dump for PostgreSQL");
    }
    if (url == "sqlite::memory:") {
        throw DatabaseError(ErrorKind::unavailable,
                            "backup is for a database in a file; sqlite::memory: is one of each "
                            "process, and is gone when it ends");
    }
    sqlite::backup(std::string(url.substr(sqlite_scheme.size())), file);
}

}  // namespace strata::data

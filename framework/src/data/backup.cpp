#include "strata/data/backup.hpp"

#include "data/sqlite/backup.hpp"
#include "data/sqlite/location.hpp"
#include "strata/data/error.hpp"

namespace strata::data {

void backup(const DatabaseOptions& options, const std::string& file) {
    if (!sqlite::is_sqlite(options.url)) {
        throw DatabaseError(ErrorKind::unavailable,
                            "backup is for SQLite; use pg_dump for PostgreSQL");
    }
    const std::string path = sqlite::path_in(options.url);
    if (path == ":memory:") {
        throw DatabaseError(ErrorKind::unavailable,
                            "backup is for a database in a file; sqlite::memory: is one of each "
                            "process, and is gone when it ends");
    }
    sqlite::backup(path, file);
}

}  // namespace strata::data

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
    sqlite::backup(sqlite::path_in(options.url), file);
}

}  // namespace strata::data

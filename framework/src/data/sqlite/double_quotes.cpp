#include "data/sqlite/double_quotes.hpp"

#include <sqlite3.h>

namespace strata::data::sqlite {

void take_double_quotes_for_names(sqlite3* connection) noexcept {
    sqlite3_db_config(connection, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
}

}  // namespace strata::data::sqlite

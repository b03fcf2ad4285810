#include "data/sqlite/failure.hpp"

#include <sqlite3.h>

#include <string>
#include <system_error>

#include "data/sqlite/constraint.hpp"
#include "strata/data/error.hpp"

namespace strata::data::sqlite {
namespace {

auto kind_of(int code) -> ErrorKind {
    switch (code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return ErrorKind::busy;
        case SQLITE_INTERRUPT: return ErrorKind::interrupted;
        case SQLITE_READONLY: return ErrorKind::unwritable;
        case SQLITE_FULL: return ErrorKind::full;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return ErrorKind::corrupt;
        case SQLITE_CANTOPEN:
        case SQLITE_IOERR:
        case SQLITE_PERM:
        case SQLITE_NOMEM: return ErrorKind::unavailable;
        default: return ErrorKind::statement;
    }
}

}  // namespace

void fail(sqlite3* connection, int code, std::string_view where) {
    const std::string reason =
        connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(code);
    std::string message = std::string(where) + ": " + reason;
    if ((code & 0xff) == SQLITE_CANTOPEN && connection != nullptr &&
        sqlite3_system_errno(connection) != 0) {
        message += " (" + std::generic_category().message(sqlite3_system_errno(connection)) + ")";
    }
    if ((code & 0xff) == SQLITE_CONSTRAINT) {
        throw DatabaseError(message, constraint_names(connection, code, reason));
    }
    throw DatabaseError(kind_of(code), message);
}

}  // namespace strata::data::sqlite

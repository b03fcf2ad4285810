#pragma once
// What SQLite reports, as a DatabaseError. On the connection's thread, right after the failing
// call.
#include <string_view>

struct sqlite3;

namespace strata::data::sqlite {

// `where` begins the message: a statement's name and source, or a path.
[[noreturn]] void fail(sqlite3* connection, int code, std::string_view where);

}  // namespace strata::data::sqlite

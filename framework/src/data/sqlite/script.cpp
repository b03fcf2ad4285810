// Connection::run_script: the statements of an SQL script, one after another, with the line of what
// fails.
#include <sqlite3.h>

#include <algorithm>

#include "data/sqlite/connection.hpp"
#include "data/sqlite/failure.hpp"
#include "strata/data/error.hpp"

namespace strata::data::sqlite {
namespace {

auto line_of(std::string_view text, std::size_t at) -> std::size_t {
    return static_cast<std::size_t>(
               std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n')) +
           1;
}

// Where the next statement begins: past white space and comments.
auto statement_start(std::string_view text, std::size_t at) -> std::size_t {
    while (at < text.size()) {
        const std::string_view rest = text.substr(at);
        if (std::string_view(" \t\r\n;").find(rest.front()) != std::string_view::npos) {
            ++at;
        } else if (rest.starts_with("--")) {
            at = std::min(text.size(), text.find('\n', at));
        } else if (rest.starts_with("/*")) {
            const std::size_t end = text.find("*/", at + 2);
            at = end == std::string_view::npos ? text.size() : end + 2;
        } else {
            break;
        }
    }
    return at;
}

// Runs the statement at text[at]; returns where the next begins.
auto run_one(sqlite3* handle, std::string_view text, std::size_t at, std::string_view name)
    -> std::size_t {
    const std::string_view rest = text.substr(at);
    sqlite3_stmt* statement = nullptr;
    const char* tail = nullptr;
    int code =
        sqlite3_prepare_v2(handle, rest.data(), static_cast<int>(rest.size()), &statement, &tail);
    const int offset = code == SQLITE_OK ? 0 : std::max(0, sqlite3_error_offset(handle));
    while (code == SQLITE_OK || code == SQLITE_ROW) code = sqlite3_step(statement);
    const std::string reason = code == SQLITE_DONE ? std::string() : sqlite3_errmsg(handle);
    sqlite3_finalize(statement);
    if (code != SQLITE_DONE) {
        const std::size_t line = line_of(text, at + static_cast<std::size_t>(offset));
        throw DatabaseError(ErrorKind::statement,
                            std::string(name) + ":" + std::to_string(line) + ": " + reason);
    }
    return static_cast<std::size_t>(tail - text.data());
}

}  // namespace

void Connection::run_script(std::string_view text, std::string_view name) {
    for (std::size_t at = statement_start(text, 0); at < text.size();
         at = statement_start(text, at)) {
        at = run_one(handle_, text, at, name);
    }
}

}  // namespace strata::data::sqlite

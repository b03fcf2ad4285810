#include "data/sqlite/script.hpp"

#include <sqlite3.h>

#include <algorithm>

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

}  // namespace

auto run_script(sqlite3* connection, std::string_view text) -> std::optional<ScriptFailure> {
    for (std::size_t at = statement_start(text, 0); at < text.size();
         at = statement_start(text, at)) {
        const std::string_view rest = text.substr(at);
        sqlite3_stmt* statement = nullptr;
        const char* tail = nullptr;
        int code = sqlite3_prepare_v2(connection, rest.data(), static_cast<int>(rest.size()),
                                      &statement, &tail);
        const int offset = code == SQLITE_OK ? 0 : std::max(0, sqlite3_error_offset(connection));
        while (code == SQLITE_OK || code == SQLITE_ROW) code = sqlite3_step(statement);
        const std::string reason = code == SQLITE_DONE ? std::string() : sqlite3_errmsg(connection);
        sqlite3_finalize(statement);
        if (code != SQLITE_DONE)
            return ScriptFailure{line_of(text, at + static_cast<std::size_t>(offset)), reason};
        at = static_cast<std::size_t>(tail - text.data());
    }
    return std::nullopt;
}

}  // namespace strata::data::sqlite

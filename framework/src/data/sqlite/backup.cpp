#include "data/sqlite/backup.hpp"

#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <system_error>

#include "data/sqlite/double_quotes.hpp"
#include "data/sqlite/failure.hpp"
#include "strata/data/error.hpp"

namespace strata::data::sqlite {
namespace {

namespace fs = std::filesystem;

constexpr int busy_timeout = 5'000;  // milliseconds, for a lock that another process holds
constexpr int all_pages = -1;        // in one go, and so of one moment

struct Close {
    void operator()(sqlite3* connection) const noexcept { sqlite3_close_v2(connection); }
};
using Handle = std::unique_ptr<sqlite3, Close>;

auto open(const std::string& path, int flags) -> Handle {
    sqlite3* connection = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &connection, flags, nullptr);
    Handle handle(connection);
    if (code != SQLITE_OK) fail(connection, code, path);
    take_double_quotes_for_names(connection);
    sqlite3_busy_timeout(connection, busy_timeout);
    return handle;
}

void copy(const std::string& path, const std::string& file) {
    const Handle from = open(path, SQLITE_OPEN_READWRITE);
    const Handle into = open(file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    sqlite3_backup* run = sqlite3_backup_init(into.get(), "main", from.get(), "main");
    if (run == nullptr) fail(into.get(), sqlite3_errcode(into.get()), file);
    const int stepped = sqlite3_backup_step(run, all_pages);
    const int finished = sqlite3_backup_finish(run);
    if (finished != SQLITE_OK) fail(into.get(), finished, file);
    if (stepped != SQLITE_DONE) fail(into.get(), stepped, file);
}

}  // namespace

void backup(const std::string& path, const std::string& file) {
    if (fs::exists(file)) throw DatabaseError(ErrorKind::unavailable, file + ": is there already");
    const std::string partial = file + ".partial";
    std::error_code failure;
    fs::remove(partial, failure);
    try {
        copy(path, partial);
        fs::rename(partial, file);
    } catch (const fs::filesystem_error& error) {
        throw DatabaseError(ErrorKind::unavailable, error.what());
    } catch (...) {
        fs::remove(partial, failure);
        throw;
    }
}

}  // namespace strata::data::sqlite

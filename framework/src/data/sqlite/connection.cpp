#include "data/sqlite/connection.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <stdexcept>
#include <thread>

#include "data/sqlite/cursor.hpp"
#include "data/sqlite/double_quotes.hpp"
#include "data/sqlite/failure.hpp"
#include "data/sqlite/row.hpp"
#include "data/sqlite/script.hpp"
#include "strata/data/error.hpp"

namespace strata::data::sqlite {
namespace {

constexpr int progress_steps =
    2'000;  // virtual machine instructions between two looks at the stop flag
constexpr int statement_flags = SQLITE_PREPARE_PERSISTENT;

auto where(const Statement& statement) -> std::string {
    return std::string(statement.source) + ": " + std::string(statement.name);
}

[[noreturn]] void disagree(const Statement& statement, const std::string& what) {
    throw DatabaseError(ErrorKind::statement, where(statement) + ": " + what);
}

auto durability_pragma(Durability durability) -> const char* {
    switch (durability) {
        case Durability::full: return "PRAGMA synchronous = FULL";
        case Durability::normal: return "PRAGMA synchronous = NORMAL";
        case Durability::off: break;
    }
    return "PRAGMA synchronous = OFF";
}

// Leaves the statement reset however its run ends: an open cursor would hold the read lock.
class ResetGuard final {
  public:
    explicit ResetGuard(sqlite3_stmt* handle) noexcept : handle_(handle) {}
    ResetGuard(const ResetGuard&) = delete;
    auto operator=(const ResetGuard&) -> ResetGuard& = delete;
    ~ResetGuard() { sqlite3_reset(handle_); }

  private:
    sqlite3_stmt* handle_;
};

}  // namespace

Connection::Connection(const std::string& path, const DatabaseOptions& options, Role role,
                       const std::atomic<bool>* stop)
    : path_(path), role_(role), busy_timeout_(options.busy_timeout), stop_(stop) {
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                      (role == Role::writer ? SQLITE_OPEN_CREATE : 0);
    const int code = sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr);
    try {
        if (code != SQLITE_OK) fail(handle_, code, path);
        take_double_quotes_for_names(handle_);
        sqlite3_busy_handler(handle_, &on_busy, this);
        sqlite3_progress_handler(handle_, progress_steps, &on_progress, this);
        pragmas(options);
    } catch (...) {
        sqlite3_close_v2(handle_);
        throw;
    }
}

Connection::~Connection() {
    for (auto& [statement, prepared] : prepared_) sqlite3_finalize(prepared.handle);
    cursors_.clear();
    for (sqlite3_stmt* handle :
         {begin_write_, begin_read_, commit_, rollback_, savepoint_, release_, undo_})
        sqlite3_finalize(handle);
    sqlite3_close_v2(handle_);
}

void Connection::pragmas(const DatabaseOptions& options) {
    const auto apply = [this](const char* sql) {
        const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
        if (code != SQLITE_OK) fail(handle_, code, path_);
    };
    if (role_ == Role::writer) apply("PRAGMA journal_mode = WAL");
    apply(durability_pragma(options.durability));
    apply("PRAGMA foreign_keys = ON");
    apply("PRAGMA trusted_schema = OFF");
    if (role_ == Role::reader) apply("PRAGMA query_only = ON");
}

// SQLite opens a file that it may not write for reading alone.
void Connection::require_writable() const {
    if (sqlite3_db_readonly(handle_, "main") != 1) return;
    throw DatabaseError(ErrorKind::unwritable,
                        path_ + ": the file can't be written; let the service's user write it");
}

auto Connection::stopped() const noexcept -> bool {
    return stop_ != nullptr && stop_->load(std::memory_order_relaxed);
}

auto Connection::on_progress(void* self) noexcept -> int {
    return static_cast<Connection*>(self)->stopped() ? 1 : 0;
}

// Another process holds the lock: wait in steps of 1 to 20 ms, up to the timeout.
auto Connection::on_busy(void* self, int count) noexcept -> int {
    auto& connection = *static_cast<Connection*>(self);
    const auto now = std::chrono::steady_clock::now();
    if (count == 0) connection.busy_since_ = now;
    if (connection.stopped() || now - connection.busy_since_ >= connection.busy_timeout_) return 0;
    std::this_thread::sleep_for(std::chrono::milliseconds(std::clamp(count, 1, 20)));
    return 1;
}

void Connection::simple(sqlite3_stmt*& handle, const char* sql) {
    if (handle == nullptr) {
        const int code = sqlite3_prepare_v3(handle_, sql, -1, statement_flags, &handle, nullptr);
        if (code != SQLITE_OK) fail(handle_, code, path_);
    }
    const int code = sqlite3_step(handle);
    const ResetGuard guard(handle);
    if (code != SQLITE_DONE) fail(handle_, code, sql);
}

void Connection::begin_write() { simple(begin_write_, "BEGIN IMMEDIATE"); }

void Connection::begin_read() { simple(begin_read_, "BEGIN"); }

void Connection::commit() {
    cursors_.clear();
    try {
        simple(commit_, "COMMIT");
    } catch (...) {
        rollback();
        throw;
    }
}

void Connection::rollback() noexcept {
    cursors_.clear();
    if (!in_transaction()) return;
    const auto* stop = std::exchange(stop_, nullptr);
    try {
        simple(rollback_, "ROLLBACK");
    } catch (const DatabaseError&) {  // NOLINT(bugprone-empty-catch)
        // A ROLLBACK fails only when SQLite has rolled back already, which in_transaction() then
        // says.
    }
    stop_ = stop;
}

void Connection::undo() {
    simple(undo_, "ROLLBACK TO strata_part");
    release();
}

auto Connection::in_transaction() const noexcept -> bool {
    return sqlite3_get_autocommit(handle_) == 0;
}

void Connection::checkpoint() noexcept {
    sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
}

auto Connection::prepared(const Statement& statement) -> const Prepared& {
    const auto found = prepared_.find(&statement);
    if (found != prepared_.end()) return found->second;
    return prepared_.emplace(&statement, prepare(statement)).first->second;
}

auto Connection::prepare(const Statement& statement) -> Prepared {
    Prepared prepared;
    const std::string_view sql = statement.sqlite;
    const char* tail = nullptr;
    const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                        statement_flags, &prepared.handle, &tail);
    if (code != SQLITE_OK) fail(handle_, code, where(statement));
    try {
        if (prepared.handle == nullptr) disagree(statement, "there is no statement");
        const auto count = static_cast<std::size_t>(sqlite3_bind_parameter_count(prepared.handle));
        if (count != statement.parameters.size()) {
            disagree(statement, "has " + std::to_string(count) + " parameters, declared are " +
                                    std::to_string(statement.parameters.size()));
        }
        match_columns(statement, prepared);
        prepared.reads_only = sqlite3_stmt_readonly(prepared.handle) != 0;
    } catch (...) {
        sqlite3_finalize(prepared.handle);
        throw;
    }
    return prepared;
}

void Connection::match_columns(const Statement& statement, Prepared& prepared) const {
    const int count = sqlite3_column_count(prepared.handle);
    for (const Column& column : statement.columns) {
        const bool unnamed = column.name.empty();
        int at = 0;
        while (at < count && !unnamed && column.name != sqlite3_column_name(prepared.handle, at))
            ++at;
        if (at == count) disagree(statement, "gives no column " + std::string(column.name));
        prepared.positions.push_back(at);
    }
    if (static_cast<std::size_t>(count) > statement.columns.size()) {
        disagree(statement, "gives " + std::to_string(count) + " columns, declared are " +
                                std::to_string(statement.columns.size()));
    }
}

void Connection::run_script(std::string_view text, std::string_view name) {
    const auto failure = sqlite::run_script(handle_, text);
    if (!failure) return;
    throw DatabaseError(
        ErrorKind::statement,
        std::string(name) + ":" + std::to_string(failure->line) + ": " + failure->reason);
}

void Connection::check(const Statement& statement) { static_cast<void>(prepared(statement)); }

void Connection::allow(const Statement& statement, const Prepared& ready) const {
    if (role_ == Role::writer || ready.reads_only) return;
    throw DatabaseError(ErrorKind::readonly,
                        where(statement) + ": writes, in a unit that only reads");
}

void Connection::run(Operation& operation) {
    if (operation.piece().cursor != 0) return run_piece(operation);
    const Prepared& ready = prepared(operation.statement());
    allow(operation.statement(), ready);
    std::int64_t changes = 0;
    const std::size_t rows = operation.rows();
    for (std::size_t row = 0; row < rows; ++row) {
        run_once(ready, operation, row);
        if (!ready.reads_only) changes += sqlite3_changes64(handle_);
    }
    operation.set_changes(changes);
}

void Connection::run_once(const Prepared& ready, Operation& operation, std::size_t row) {
    const ResetGuard guard(ready.handle);
    bind(ready, operation, row, bound_);
    step_through(ready, operation);
}

void Connection::step_through(const Prepared& ready, Operation& operation) {
    Row row(operation.statement(), ready.handle, ready.positions);
    while (true) {
        if (stopped()) throw DatabaseError(ErrorKind::interrupted, where(operation.statement()));
        const int code = sqlite3_step(ready.handle);
        if (code == SQLITE_DONE) return;
        if (code != SQLITE_ROW) fail(handle_, code, where(operation.statement()));
        if (!operation.take(row)) return;
    }
}

}  // namespace strata::data::sqlite

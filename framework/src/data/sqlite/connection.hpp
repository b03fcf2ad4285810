#pragma once
// Connection: one SQLite connection with its prepared statements. Any thread, but one at a time.
// What fails is a DatabaseError; a failed run leaves the transaction open unless SQLite itself
// rolled it back.
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "strata/data/operation.hpp"
#include "strata/data/options.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace strata::data::sqlite {

enum class Role { writer, reader };

class Connection final {
  public:
    Connection(const std::string& path, const DatabaseOptions& options, Role role,
               const std::atomic<bool>* stop = nullptr);
    Connection(const Connection&) = delete;
    auto operator=(const Connection&) -> Connection& = delete;
    ~Connection();

    // Throws for a file that can only be read.
    void require_writable() const;
    void run(Operation& operation);
    // A cursor that is not there: nothing.
    void close_cursor(std::uint64_t cursor) noexcept;
    void savepoint() { simple(savepoint_, "SAVEPOINT strata_part"); }
    void release() { simple(release_, "RELEASE strata_part"); }
    void undo();
    void begin_write();
    void begin_read();
    void commit();             // on failure the transaction is rolled back
    void rollback() noexcept;  // without a transaction: nothing
    [[nodiscard]] auto in_transaction() const noexcept -> bool;

    // Prepares and compares parameters and columns with the declaration.
    void check(const Statement& statement);
    // Runs every statement of `text`; an error names `name` and the line.
    void run_script(std::string_view text, std::string_view name);
    void checkpoint() noexcept;

    // While *flag is true, whatever runs ends with `interrupted`. Null: nothing stops it.
    void stop_on(const std::atomic<bool>* flag) noexcept { stop_ = flag; }

  private:
    struct Prepared {
        sqlite3_stmt* handle = nullptr;
        std::vector<int> positions{};  // of the declared columns in the SQL's row
        bool reads_only = false;
    };
    // What is bound to a statement, until it ran.
    struct Bound {
        std::vector<char> texts{};        // the text forms of ids and times
        std::deque<std::string> lists{};  // the JSON arrays of lists
    };
    // A result that is read in pieces, on a statement of its own.
    class Cursor;

    [[nodiscard]] auto prepared(const Statement& statement) -> const Prepared&;
    [[nodiscard]] auto prepare(const Statement& statement) -> Prepared;
    void match_columns(const Statement& statement, Prepared& prepared) const;
    void run_once(const Prepared& prepared, Operation& operation, std::size_t row);
    void run_piece(Operation& operation);
    void bind(const Prepared& prepared, const Operation& operation, std::size_t row, Bound& bound);
    void allow(const Statement& statement, const Prepared& prepared) const;
    void step_through(const Prepared& prepared, Operation& operation);
    void simple(sqlite3_stmt*& handle, const char* sql);
    void pragmas(const DatabaseOptions& options);
    [[nodiscard]] auto stopped() const noexcept -> bool;
    static auto on_progress(void* self) noexcept -> int;
    static auto on_busy(void* self, int count) noexcept -> int;

    std::string path_;
    Role role_;
    std::chrono::milliseconds busy_timeout_;
    sqlite3* handle_ = nullptr;
    const std::atomic<bool>* stop_ = nullptr;
    std::chrono::steady_clock::time_point busy_since_{};
    std::unordered_map<const Statement*, Prepared> prepared_{};
    Bound bound_{};
    std::map<std::uint64_t, std::unique_ptr<Cursor>> cursors_;
    sqlite3_stmt* begin_write_ = nullptr;
    sqlite3_stmt* begin_read_ = nullptr;
    sqlite3_stmt* commit_ = nullptr;
    sqlite3_stmt* rollback_ = nullptr;
    sqlite3_stmt* savepoint_ = nullptr;
    sqlite3_stmt* release_ = nullptr;
    sqlite3_stmt* undo_ = nullptr;
};

}  // namespace strata::data::sqlite

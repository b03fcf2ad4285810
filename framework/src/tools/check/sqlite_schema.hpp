#pragma once
// SqliteSchema: an empty SQLite in memory with a service's tables, that knows what its statements
// give and read. Not thread-safe.
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/check/result_columns.hpp"
#include "tools/check/sqlite_constraints.hpp"

struct sqlite3;

namespace strata::tools::check {

class SqliteSchema final {
  public:
    // A table and one of its columns.
    using Source = std::pair<std::string, std::string>;

    SqliteSchema();

    // False: it fails. What is wrong with scripts and queries, `generate` tells.
    auto run_script(std::string_view text) -> bool;
    // Nothing for a statement that can't be prepared.
    [[nodiscard]] auto columns_of(const sql::TypedQuery& query) -> std::vector<ResultColumn>;
    // Of all tables.
    [[nodiscard]] auto constraints() -> SqliteConstraints;
    [[nodiscard]] auto reads_of(const sql::TypedQuery& query) -> std::set<Source>;
    // Any column of the table, if `column` is empty.
    [[nodiscard]] auto reads(const sql::TypedQuery& query, const std::string& table,
                             const std::string& column) -> bool;

  private:
    struct Close {
        void operator()(sqlite3* connection) const noexcept;
    };
    [[nodiscard]] auto sources_of(const std::string& sql) -> std::set<Source>;
    // Those of the views that the query reads.
    [[nodiscard]] auto tables_behind_views(const sql::TypedQuery& query) -> std::set<std::string>;
    [[nodiscard]] auto is_nullable(const std::string& table, const std::string& column) -> bool;

    std::unique_ptr<sqlite3, Close> connection_;
};

// Whether a column declared so in SQLite holds values of the type; "" (no type) fits all.
[[nodiscard]] auto fits_sqlite(data::Type type, std::string_view declared) -> bool;

}  // namespace strata::tools::check

#include "tools/sql/sqlite_check.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <stdexcept>

#include "data/sqlite/double_quotes.hpp"
#include "data/sqlite/script.hpp"
#include "strata/json/suggest.hpp"
#include "tools/sql/lexer.hpp"
#include "tools/sql/nearest_name.hpp"

namespace strata::tools::sql {
namespace {

struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};
using Prepared = std::unique_ptr<sqlite3_stmt, Finalize>;

auto open_memory() -> sqlite3* {
    sqlite3* connection = nullptr;
    if (sqlite3_open_v2(":memory:", &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY,
                        nullptr) != SQLITE_OK) {
        sqlite3_close_v2(connection);
        throw std::runtime_error("SQLite can't open a database in memory");
    }
    data::sqlite::take_double_quotes_for_names(connection);
    return connection;
}

auto tables_of(sqlite3* connection) -> std::vector<TableNames> {
    sqlite3_stmt* handle = nullptr;
    sqlite3_prepare_v2(connection,
                       "SELECT tables.name, columns.name FROM sqlite_schema AS tables, "
                       "pragma_table_info(tables.name) AS columns "
                       "WHERE tables.type IN ('table', 'view') ORDER BY 1, columns.cid",
                       -1, &handle, nullptr);
    const Prepared rows(handle);
    const auto text = [&](int at) {
        return std::string(reinterpret_cast<const char*>(sqlite3_column_text(handle, at)));
    };
    std::vector<TableNames> tables;
    while (sqlite3_step(handle) == SQLITE_ROW) {
        if (tables.empty() || tables.back().name != text(0)) tables.push_back({text(0), {}});
        tables.back().columns.push_back(text(1));
    }
    return tables;
}

// The names of the result's columns against those of the query.
class ColumnCheck final {
  public:
    ColumnCheck(const TypedQuery& query, sqlite3_stmt* statement, Diagnostics& diagnostics)
        : query_(query), diagnostics_(diagnostics) {
        for (int i = 0; i < sqlite3_column_count(statement); ++i) {
            names_.emplace_back(sqlite3_column_name(statement, i));
        }
    }

    void check() {
        if (query_.kind == QueryKind::execute) {
            if (!names_.empty())
                error(":execute gives no rows, but the statement does; use :one or :many");
        } else if (names_.empty()) {
            error("the statement gives no rows; use :execute, or RETURNING");
        } else if (query_.row == nullptr && !query_.own_row) {
            if (names_.size() != 1)
                error("gives " + std::to_string(names_.size()) + " columns instead of one");
        } else {
            check_names();
        }
    }

  private:
    void check_names() {
        std::vector<std::string_view> expected;
        expected.reserve(query_.columns.size());
        for (const TypedField& column : query_.columns) expected.push_back(column.sql_name);
        for (const std::string_view name : expected) {
            if (std::ranges::count(names_, name) == 0) {
                error("the column " + std::string(name) + " of " + query_.row_type() +
                      " is missing");
            }
        }
        for (auto name = names_.begin(); name != names_.end(); ++name) {
            if (std::ranges::find(expected, *name) == expected.end()) {
                error(json::with_suggestion(
                    "the column " + *name + " is not in " + query_.row_type(), *name, expected));
            } else if (std::find(names_.begin(), name, *name) != name) {
                error("there are two columns " + *name);
            }
        }
    }
    void error(const std::string& message) {
        diagnostics_.error(query_.sqlite.location, query_.name + ": " + message);
    }

    const TypedQuery& query_;
    Diagnostics& diagnostics_;
    std::vector<std::string> names_{};
};

}  // namespace

void SqliteCheck::Close::operator()(sqlite3* connection) const noexcept {
    sqlite3_close_v2(connection);
}

SqliteCheck::SqliteCheck(Diagnostics& diagnostics)
    : connection_(open_memory()), diagnostics_(diagnostics) {}

auto SqliteCheck::run_script(std::string_view text, const std::string& file) -> bool {
    const auto failure = data::sqlite::run_script(connection_.get(), text);
    if (failure) diagnostics_.error({.file = file, .line = failure->line}, failure->reason);
    return !failure;
}

void SqliteCheck::check(TypedQuery& query) {
    if (query.sqlite.empty()) return;
    const std::string sql = engine_text(query.sqlite, SqlEngine::sqlite, query.parameter_order());
    sqlite3_stmt* handle = nullptr;
    const int code = sqlite3_prepare_v2(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                                        &handle, nullptr);
    const Prepared statement(handle);
    if (code != SQLITE_OK) {
        Location at = query.sqlite.location;
        const int offset = std::max(0, sqlite3_error_offset(connection_.get()));
        at.line += line_at(sql, static_cast<std::size_t>(offset)) - 1;
        const std::string reason = sqlite3_errmsg(connection_.get());
        diagnostics_.error(
            at, query.name + ": " + with_nearest_name(reason, sql, tables_of(connection_.get())));
        return;
    }
    query.writes = sqlite3_stmt_readonly(handle) == 0;
    if (query.writes && query.kind == QueryKind::stream)
        diagnostics_.error(query.sqlite.location, query.name + ": :stream is for what only reads");
    ColumnCheck(query, handle, diagnostics_).check();
}

}  // namespace strata::tools::sql

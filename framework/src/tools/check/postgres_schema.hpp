#pragma once
// PostgresSchema: a database on a PostgreSQL server with a service's tables, that knows what its
// statements take and give. Blocks. Errors of the connection are std::runtime_error.
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "tools/check/result_columns.hpp"
#include "tools/sql/nearest_name.hpp"

struct pg_conn;
struct pg_result;

namespace strata::tools::check {

class PostgresSchema final {
  public:
    explicit PostgresSchema(const std::string& url);

    // False: an error of the script is told.
    auto run_script(const std::string& text, const std::string& file, Diagnostics& diagnostics)
        -> bool;
    // Prepares it with the declared types of its parameters; what the server refuses is told, and
    // so is what its columns disagree with.
    void check(const sql::TypedQuery& query, Diagnostics& diagnostics);
    // Whether the query can't be prepared any more without the column; without the table, if
    // `column` is empty.
    [[nodiscard]] auto reads(const sql::TypedQuery& query, const std::string& table,
                             const std::string& column) -> bool;
    // The names of all constraints and unique indexes.
    [[nodiscard]] auto constraints() -> std::set<std::string>;

  private:
    struct Close {
        void operator()(pg_conn* connection) const noexcept;
    };
    struct Clear {
        void operator()(pg_result* result) const noexcept;
    };
    using Result = std::unique_ptr<pg_result, Clear>;

    // The tables of the service.
    [[nodiscard]] auto tables() -> std::vector<sql::TableNames>;
    // The first `columns` of every row.
    [[nodiscard]] auto rows(const char* sql, int columns) -> std::vector<std::vector<std::string>>;
    [[nodiscard]] auto prepare(const sql::TypedQuery& query) -> Result;
    [[nodiscard]] auto describe(const sql::TypedQuery& query, Diagnostics& diagnostics) -> Result;
    [[nodiscard]] auto column(const sql::TypedQuery& query, const pg_result& description, int at)
        -> ResultColumn;
    // The table's name and whether the column may be NULL.
    void locate(ResultColumn& column, unsigned table, int number);

    std::unique_ptr<pg_conn, Close> connection_;
};

}  // namespace strata::tools::check

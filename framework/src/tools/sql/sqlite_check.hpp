#pragma once
// The queries against a real database: an empty SQLite in memory, made from db/create.sql and the
// migrations. What is wrong is told with the line of the SQL file.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tools/model/diagnostics.hpp"
#include "tools/sql/typed_query.hpp"

struct sqlite3;

namespace strata::tools::sql {

class SqliteCheck final {
  public:
    explicit SqliteCheck(Diagnostics& diagnostics);

    // False: the script has an error, and queries can't be checked.
    auto run_script(std::string_view text, const std::string& file) -> bool;
    // Compares parameters and columns, and sets `writes`.
    void check(TypedQuery& query);

  private:
    struct Close {
        void operator()(sqlite3* connection) const noexcept;
    };

    std::unique_ptr<sqlite3, Close> connection_;
    Diagnostics& diagnostics_;
};

}  // namespace strata::tools::sql

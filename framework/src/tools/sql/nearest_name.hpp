#pragma once
// An engine's message about a table or column that there isn't, with the nearest one that there is.
// Pure.
#include <string>
#include <string_view>
#include <vector>

namespace strata::tools::sql {

struct TableNames {
    std::string name{};
    std::vector<std::string> columns{};
};

// `message` is SQLite's ("no such column: o.titel") or PostgreSQL's (column "titel" does not
// exist). Columns are looked for in the tables that `statement` names, or in all of them. A message
// about anything else stays as it is.
[[nodiscard]] auto with_nearest_name(const std::string& message, std::string_view statement,
                                     const std::vector<TableNames>& tables) -> std::string;

}  // namespace strata::tools::sql

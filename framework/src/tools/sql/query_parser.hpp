#pragma once
// The named queries of one SQL file. Pure: the caller reads the file.
#include <string_view>
#include <vector>

#include "tools/model/diagnostics.hpp"
#include "tools/sql/query.hpp"

namespace strata::tools::sql {

// `file` is what errors name: "db/orders.sql". A query with an error is left out.
[[nodiscard]] auto parse_queries(std::string_view source, const std::string& file,
                                 Diagnostics& diagnostics) -> std::vector<Query>;

}  // namespace strata::tools::sql

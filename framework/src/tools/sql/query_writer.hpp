#pragma once
// The C++ of a module's queries, as text. Pure.
#include <string>

#include "tools/sql/sql_generator.hpp"

namespace strata::tools::sql {

[[nodiscard]] auto query_header(const QueryModule& module) -> std::string;
[[nodiscard]] auto query_source(const QueryModule& module) -> std::string;

}  // namespace strata::tools::sql

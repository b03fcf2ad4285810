#pragma once
// Queries that no source of the service names.
#include <filesystem>
#include <vector>

#include "tools/model/diagnostics.hpp"
#include "tools/sql/sql_generator.hpp"

namespace strata::tools::check {

// Looks at api/, transport/ and main.cpp, for no other layer may call one. Throws
// std::filesystem::filesystem_error.
void check_unused(const std::filesystem::path& service,
                  const std::vector<sql::QueryModule>& modules, Diagnostics& diagnostics);

}  // namespace strata::tools::check

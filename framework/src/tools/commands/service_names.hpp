#pragma once
// The services that a folder's CMakeLists.txt makes.
#include <filesystem>
#include <string>
#include <vector>

namespace strata::tools {

// The names in `strata_service(NAME ...)`, in their order; none without such a file.
[[nodiscard]] auto service_names(const std::filesystem::path& folder) -> std::vector<std::string>;

}  // namespace strata::tools

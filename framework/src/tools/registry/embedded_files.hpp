#pragma once
// embedded_files: the files of a service's folder that its binary carries, so that it runs with
// nothing beside it.
#include <filesystem>
#include <string>
#include <vector>

namespace strata::tools {

struct ServiceFile {
    std::string path{};  // "db/create.sql"
    std::string text{};
};

// schemas/*.schema, db/**/*.sql and config/*.json, sorted by path. Throws std::ios_base::failure.
[[nodiscard]] auto embedded_files(const std::filesystem::path& service) -> std::vector<ServiceFile>;

}  // namespace strata::tools

#include "tools/registry/embedded_files.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace strata::tools {
namespace {

namespace fs = std::filesystem;

auto read(const fs::path& path) -> std::string {
    std::ifstream file;
    file.exceptions(std::ios::badbit | std::ios::failbit);
    file.open(path, std::ios::binary);
    file.exceptions(std::ios::badbit);
    return {std::istreambuf_iterator<char>(file), {}};
}

void add(std::vector<ServiceFile>& files, const fs::path& service, const char* folder,
         const char* extension) {
    if (!fs::is_directory(service / folder)) return;
    for (const auto& entry : fs::recursive_directory_iterator(service / folder)) {
        if (!entry.is_regular_file() || entry.path().extension() != extension) continue;
        files.push_back(
            {entry.path().lexically_relative(service).generic_string(), read(entry.path())});
    }
}

}  // namespace

auto embedded_files(const fs::path& service) -> std::vector<ServiceFile> {
    std::vector<ServiceFile> files;
    add(files, service, "schemas", ".schema");
    add(files, service, "db", ".sql");
    add(files, service, "config", ".json");
    std::ranges::sort(files, {}, &ServiceFile::path);
    return files;
}

}  // namespace strata::tools

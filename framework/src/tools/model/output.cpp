#include "tools/model/output.hpp"

#include <fstream>
#include <iterator>

namespace strata::tools {

namespace {

auto holds(const std::filesystem::path& path, std::string_view text) -> bool {
    std::ifstream file(path, std::ios::binary);
    if (!file) return false;
    const std::string content(std::istreambuf_iterator<char>(file), {});
    return content == text;
}

}  // namespace

void Output::write(std::string_view path, std::string_view text) {
    written_.emplace_back(path);
    const auto target = folder_ / path;
    if (holds(target, text)) return;
    std::filesystem::create_directories(target.parent_path());
    std::ofstream file(target, std::ios::binary | std::ios::trunc);
    file.exceptions(std::ios::failbit | std::ios::badbit);
    file << text;
    file.flush();
}

}  // namespace strata::tools

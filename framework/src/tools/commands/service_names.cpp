#include "tools/commands/service_names.hpp"

#include <fstream>
#include <string_view>

namespace strata::tools {

auto service_names(const std::filesystem::path& folder) -> std::vector<std::string> {
    constexpr std::string_view call = "strata_service(";
    std::ifstream file(folder / "CMakeLists.txt");
    std::vector<std::string> names;
    for (std::string line; std::getline(file, line);) {
        const auto begin = line.find_first_not_of(" \t");
        if (begin == std::string::npos || !line.substr(begin).starts_with(call)) continue;
        const auto name = line.find_first_not_of(" \t", begin + call.size());
        if (name == std::string::npos) continue;
        names.push_back(line.substr(name, line.find_first_of(" \t)", name) - name));
    }
    return names;
}

}  // namespace strata::tools

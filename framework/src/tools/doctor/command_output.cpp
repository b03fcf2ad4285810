#include "tools/doctor/command_output.hpp"

#include <cstdio>
#include <memory>

namespace strata::tools::doctor {

auto command_output(const std::string& command) -> std::optional<std::string> {
    std::FILE* pipe = ::popen(("{ " + command + "; } 2>/dev/null").c_str(), "re");
    if (pipe == nullptr) return std::nullopt;
    std::string output;
    char buffer[4096];
    for (std::size_t size = 0; (size = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
        output.append(buffer, size);
    if (::pclose(pipe) != 0) return std::nullopt;
    return output;
}

}  // namespace strata::tools::doctor

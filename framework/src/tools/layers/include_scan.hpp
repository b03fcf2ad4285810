#pragma once
// Which headers a C++ source names in its #include lines, whatever their conditions say. A plain
// function of the source's text.
#include <string>
#include <string_view>
#include <vector>

namespace strata::tools {

struct Include {
    std::string target{};  // as written, without its brackets: "strata/values.hpp"
    bool angled = false;   // <...>, not "..."
    std::size_t line = 0;
};

[[nodiscard]] auto scan_includes(std::string_view source) -> std::vector<Include>;

}  // namespace strata::tools

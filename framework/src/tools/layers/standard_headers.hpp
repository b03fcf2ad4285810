#pragma once
// The C++ standard headers by what they reach: values and algorithms, or the machine around the
// program.
#include <optional>
#include <string_view>

namespace strata::tools {

// Values, containers, algorithms: nothing outside of the arguments is read or changed.
[[nodiscard]] auto is_pure_standard_header(std::string_view name) -> bool;

// What an impure standard header reaches ("a clock", "threads"), for a message; none for any other
// name.
[[nodiscard]] auto standard_header_reach(std::string_view name) -> std::optional<std::string_view>;

}  // namespace strata::tools

#pragma once
// The framework's version.
#include <string_view>

namespace strata {

inline constexpr std::string_view version = "0.1.0";

}  // namespace strata

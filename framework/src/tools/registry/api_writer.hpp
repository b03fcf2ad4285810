#pragma once
// api_header: api/NAME.hpp, which declares the handlers of a module and brings the names that they
// need into their namespace. Pure.
#include <string>

#include "tools/model/model.hpp"

namespace strata::tools {

[[nodiscard]] auto api_header(const Module& module) -> std::string;

}  // namespace strata::tools

#pragma once
// schemas/NAME.hpp and schemas/NAME.cpp: the types, errors and events of one module; their rules,
// decoders and encoders. Pure.
#include <string>

#include "tools/model/module.hpp"

namespace strata::tools {

[[nodiscard]] auto schema_header(const Module& module) -> std::string;
[[nodiscard]] auto schema_source(const Module& module) -> std::string;

}  // namespace strata::tools

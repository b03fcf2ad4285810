#pragma once
// Defaults: a schema's default as a C++ expression.
#include <optional>
#include <string>

#include "tools/model/type.hpp"
#include "tools/source/node.hpp"

namespace strata::tools {

// Valid where the type's module is in scope. Nothing: the value is not of that type.
[[nodiscard]] auto default_expression(const Type& type, const Node& value)
    -> std::optional<std::string>;

}  // namespace strata::tools

#pragma once
// Scalars: the C++ type and the checks of a string, a number or a boolean.
#include <optional>
#include <string>

#include "tools/contract/shape.hpp"
#include "tools/model/type.hpp"

namespace strata::tools {

// `type` is "string", "integer", "number" or "boolean". Nothing: static types can't express the
// combination.
[[nodiscard]] auto scalar_type(const Shape& shape, const std::string& type) -> std::optional<Type>;

// "int64" or "uint64": what holds an integer of this shape.
[[nodiscard]] auto integer_format(const Shape& shape) -> std::string_view;

// A scalar node as a C++ literal: "\"text\"", 5, 1.5, true.
[[nodiscard]] auto cpp_literal(const Node& scalar) -> std::string;
[[nodiscard]] auto cpp_string(std::string_view text) -> std::string;

}  // namespace strata::tools

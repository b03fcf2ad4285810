#pragma once
// Names: camelCase of the wire as snake_case and PascalCase of C++. Pure functions.
#include <string>
#include <string_view>

namespace strata::tools {

// "orderId" -> "order_id", "HTTPStatus" -> "http_status", "x-y" -> "x_y"; a C++ keyword gets a
// trailing underscore, what begins with a digit a leading "n". Empty if nothing of it can be in a
// name.
[[nodiscard]] auto snake_case(std::string_view name) -> std::string;

// "placeOrder" -> "PlaceOrder", "order_not_found" -> "OrderNotFound".
[[nodiscard]] auto pascal_case(std::string_view name) -> std::string;

[[nodiscard]] auto is_cpp_keyword(std::string_view name) -> bool;

// ASCII letters, digits and underscores, not beginning with a digit.
[[nodiscard]] auto is_identifier(std::string_view name) -> bool;
[[nodiscard]] auto is_pascal_case(std::string_view name) -> bool;
[[nodiscard]] auto is_camel_case(std::string_view name) -> bool;
[[nodiscard]] auto is_snake_case(std::string_view name) -> bool;

}  // namespace strata::tools

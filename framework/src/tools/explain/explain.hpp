#pragma once
// explain: everything that a service's folder says of one method: contract, wire, limits, handler,
// statements, domain functions, each with its file and line.
#include <filesystem>
#include <string>
#include <vector>

#include "tools/model/diagnostics.hpp"

namespace strata::tools {

// `name` is a method ("orders/place", "orders.2/place") or a path over HTTP, with or without its
// verb ("POST /orders", "/orders/17"). One text for each method that it means. Throws
// std::runtime_error, with a suggestion, if there is none; contracts and queries that can't be read
// are told.
[[nodiscard]] auto explain(const std::filesystem::path& service, const std::string& name,
                           Diagnostics& diagnostics) -> std::vector<std::string>;

}  // namespace strata::tools

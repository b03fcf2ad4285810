#pragma once
// Location: a place in a source file of a service, as a compiler names it. A plain value.
#include <compare>
#include <string>

namespace strata::tools {

struct Location {
    std::string file{};  // relative to the service's folder: "schemas/orders.schema"
    std::size_t line = 0;
    std::size_t column = 0;

    friend auto operator<=>(const Location&, const Location&) = default;
};

// "schemas/orders.schema:41:9"
[[nodiscard]] auto to_string(const Location& location) -> std::string;

}  // namespace strata::tools

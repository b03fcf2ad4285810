#pragma once
// How methods are called on the wires, in logs and in metrics. Any thread.
#include <string>

#include "strata/contract/registry.hpp"

namespace strata::contract {

// "orders", "orders.2"
[[nodiscard]] inline auto public_module(const Method& method) -> std::string {
    std::string name(method.module);
    if (method.version > 1) name += '.' + std::to_string(method.version);
    return name;
}

// "orders/place", "orders.2/place"
[[nodiscard]] inline auto public_name(const Method& method) -> std::string {
    return public_module(method).append(1, '/').append(method.name);
}

}  // namespace strata::contract

#pragma once
// lock_keys: the function that makes the keys of a method's `lock` from its parameters. Pure.
#include <string>

#include "tools/model/module.hpp"

namespace strata::tools {

// "lock_keys_of_orders_place"
[[nodiscard]] auto lock_keys_name(const Module& module, const Method& method) -> std::string;
// REQUIRES: method.locks is not empty, and names members that can be text.
[[nodiscard]] auto lock_keys_function(const Module& module, const Method& method) -> std::string;

}  // namespace strata::tools

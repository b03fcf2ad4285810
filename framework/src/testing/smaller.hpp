#pragma once
// What a failing document is made smaller by: the same document with one thing less, those that
// lose most first. Each is smaller by a measure of its own, so trying them comes to an end.
#include <vector>

#include "strata/json/json.hpp"

namespace strata::testing {

[[nodiscard]] auto smaller(const json::Json& value) -> std::vector<json::Json>;

}  // namespace strata::testing

#pragma once
// The contracts that a service embeds, as JSON Schema.
#include "strata/contract/registry.hpp"
#include "tools/contract/load_schemas.hpp"

namespace strata::testing {

// Throws std::runtime_error with what is wrong with them.
[[nodiscard]] auto load_contracts(const contract::Registry& registry) -> tools::Contracts;

}  // namespace strata::testing

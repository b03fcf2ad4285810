#pragma once
// Whether a caller is one that an Access lets in. Pure; any thread.
#include "strata/contract/method.hpp"
#include "strata/values/caller.hpp"

namespace strata::contract {

// False for `internal`, whoever it is.
[[nodiscard]] auto permits(const Access& access, const Caller& caller) noexcept -> bool;

}  // namespace strata::contract

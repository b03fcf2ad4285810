#pragma once
// The alternatives of a variant: what tells them apart. Pure functions.
#include <optional>
#include <string>
#include <vector>

#include "tools/model/definition.hpp"

namespace strata::tools {

// The member whose constants tell those that are objects apart; sets their tags. Empty: there is
// none.
[[nodiscard]] auto find_discriminator(std::vector<Alternative>& alternatives) -> std::string;

// Whether the kind of JSON value and the tag say which alternative a value is.
[[nodiscard]] auto are_apart(const std::vector<Alternative>& alternatives) -> bool;

// Whether an object may hold members of several alternatives at once, as anyOf allows, so that none
// of their types holds all of it.
[[nodiscard]] auto may_mix(const std::vector<Alternative>& alternatives) -> bool;

// The type of a value of any of them, without their rules, where all have the same.
[[nodiscard]] auto common_type(const std::vector<Alternative>& alternatives) -> std::optional<Type>;

}  // namespace strata::tools

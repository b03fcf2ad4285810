#pragma once
// spell: a document as text, one of the many that mean the same: members in any order, white space,
// escapes, 5 as 50e-1. Rarely a text that means nothing: a member twice, a byte too many or too
// few.
#include <string>

#include "strata/json/json.hpp"
#include "testing/random.hpp"

namespace agreement {

using strata::testing::Random;

[[nodiscard]] auto spell(const strata::json::Json& document, Random& random) -> std::string;

}  // namespace agreement

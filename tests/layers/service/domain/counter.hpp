#pragma once
#include "schemas/counter.hpp"
#include "strata/values.hpp"

namespace domain::counter {

using schemas::counter::Count;

auto incremented(const Count& count) -> Count;

}  // namespace domain::counter

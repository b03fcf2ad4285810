#pragma once
// check_endless: no type requires a value of itself inside of itself, for no document would end.
#include "tools/model/diagnostics.hpp"
#include "tools/model/model.hpp"

namespace strata::tools {

void check_endless(const Model& model, Diagnostics& diagnostics);

}  // namespace strata::tools

#pragma once
// The order of definitions: each after those that it holds by value; where types contain
// themselves, in boxes.
#include "tools/model/model.hpp"

namespace strata::tools {

void order_definitions(Model& model);

}  // namespace strata::tools

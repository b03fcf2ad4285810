#pragma once
// check_routes: no two methods have one path over HTTP, but for two versions of a module: there the
// newest has it.
#include "tools/model/diagnostics.hpp"
#include "tools/model/model.hpp"

namespace strata::tools {

void check_routes(const Model& model, Diagnostics& diagnostics);

}  // namespace strata::tools

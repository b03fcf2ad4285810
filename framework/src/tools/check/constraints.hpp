#pragma once
// The constraints that contracts name, against those that the tables have.
#include <set>
#include <string>

#include "tools/model/diagnostics.hpp"
#include "tools/model/model.hpp"

namespace strata::tools::check {

// `names`: of all constraints and unique indexes, as a violation of them is told.
void check_constraints(const Model& model, const std::set<std::string>& names,
                       Diagnostics& diagnostics);

}  // namespace strata::tools::check

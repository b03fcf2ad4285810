#include "tools/check/constraints.hpp"

#include <vector>

#include "strata/json/suggest.hpp"

namespace strata::tools::check {

void check_constraints(const Model& model, const std::set<std::string>& names,
                       Diagnostics& diagnostics) {
    const std::vector<std::string_view> known(names.begin(), names.end());
    for (const auto& module : model.modules) {
        for (const auto& error : module->errors) {
            if (error->constraint.empty() || names.contains(error->constraint)) continue;
            diagnostics.error(
                error->location,
                json::with_suggestion("no table has the constraint " + error->constraint +
                                          " of the error " + error->code,
                                      error->constraint, known));
        }
    }
}

}  // namespace strata::tools::check

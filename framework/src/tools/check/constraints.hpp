#pragma once
// The constraints that contracts name, against those that the tables have.
#include <optional>
#include <set>
#include <string>

#include "tools/check/sqlite_constraints.hpp"
#include "tools/model/diagnostics.hpp"
#include "tools/model/model.hpp"

namespace strata::tools::check {

struct Constraints {
    SqliteConstraints sqlite{};
    std::optional<std::set<std::string>> postgres{};  // nothing: it was not looked at
    bool sqlite_only = false;                         // the service runs on nothing else
};

// Those that no table has, and those of which SQLite does not tell the name.
void check_constraints(const Model& model, const Constraints& constraints,
                       Diagnostics& diagnostics);

}  // namespace strata::tools::check

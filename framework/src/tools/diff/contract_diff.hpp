#pragma once
// contract_diff: what changed between two versions of a service's contracts, for its clients.
#include <vector>

#include "tools/contract/load_schemas.hpp"
#include "tools/diff/change.hpp"

namespace strata::tools::diff {

// The worst first, then by subject.
[[nodiscard]] auto contract_diff(const Contracts& before, const Contracts& after)
    -> std::vector<Change>;

}  // namespace strata::tools::diff

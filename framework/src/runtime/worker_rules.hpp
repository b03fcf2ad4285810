#pragma once
// What several workers would not share is refused when the configuration is read.
#include <optional>

#include "runtime/core.hpp"
#include "runtime/worker_place.hpp"
#include "strata/config/settings.hpp"

namespace strata::runtime {

// Before load(). All of them outlive the settings' last load() and reload().
void add_worker_rules(config::Settings& settings, const contract::Registry& registry,
                      const Core& core, const std::optional<WorkerPlace>& place);

}  // namespace strata::runtime

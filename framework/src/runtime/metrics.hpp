#pragma once
// The metrics of the process, its loop, workers, database and methods. Loop thread only.
#include "runtime/core.hpp"
#include "strata/metrics/registry.hpp"

namespace strata::runtime {

// `loop` and `core` outlive the registry's last page.
void add_metrics(metrics::Registry& registry, const contract::Registry& service, EventLoop& loop,
                 Core& core);

}  // namespace strata::runtime

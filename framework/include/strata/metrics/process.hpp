#pragma once
// What Prometheus' clients say of every process: process_cpu_seconds_total,
// process_resident_memory_bytes, process_virtual_memory_bytes, process_open_fds, process_max_fds,
// process_start_time_seconds. Read from /proc when the page is written. Loop thread only.
#include "strata/metrics/registry.hpp"

namespace strata::metrics {

void add_process_metrics(Registry& registry);

}  // namespace strata::metrics

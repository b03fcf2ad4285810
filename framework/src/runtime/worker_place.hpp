#pragma once
// WorkerPlace: which of several workers this process is, as its supervisor says in the environment
// when it starts it (worker_process.hpp).
#include <sys/types.h>

#include <optional>

namespace strata::runtime {

struct WorkerPlace {
    unsigned index = 0;     // from 1 on
    pid_t supervisor = -1;  // its process, the parent of this one
    int status = -1;        // a pipe: how this worker is doing, in lines (notify.hpp)
};

// INDEX/SUPERVISOR/STATUS
inline constexpr const char* worker_variable = "LISTEN_WORKER";

// Takes the variable out of the environment; nothing where the process is no worker. Throws
// std::runtime_error for a place that is not this process'. Main thread, before any other.
[[nodiscard]] auto take_worker_place() -> std::optional<WorkerPlace>;

}  // namespace strata::runtime

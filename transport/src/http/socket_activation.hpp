#pragma once
// Sockets that a supervisor opened for this process: systemd's protocol of LISTEN_PID, LISTEN_FDS
// and LISTEN_FDNAMES, sd_listen_fds_with_names(3).
#include <string_view>
#include <vector>

namespace strata::http {

// The listening sockets, owned by the caller, each once. Throws std::runtime_error with one clear
// line for a descriptor that is no listening stream socket. Main thread.
[[nodiscard]] auto take_inherited_sockets() -> std::vector<int>;
// Of them those with this name, as a worker's supervisor gives it
// (strata/runtime/worker_sockets.hpp).
[[nodiscard]] auto take_inherited_sockets(std::string_view name) -> std::vector<int>;

}  // namespace strata::http

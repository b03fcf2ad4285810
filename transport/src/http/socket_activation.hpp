#pragma once
// Sockets that a supervisor opened for this process: systemd's protocol of LISTEN_PID and
// LISTEN_FDS, sd_listen_fds(3).
#include <vector>

namespace strata::http {

// The listening sockets, owned by the caller, once: a second call gives none. Throws
// std::runtime_error with one clear line for a descriptor that is no listening stream socket.
// Main thread.
[[nodiscard]] auto take_inherited_sockets() -> std::vector<int>;

}  // namespace strata::http

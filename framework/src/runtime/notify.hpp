#pragma once
// The protocol of sd_notify(3), to systemd (NOTIFY_SOCKET) or, in one of several workers, to its
// supervisor by the pipe of its WorkerPlace; elsewhere nothing. Never blocks and never fails.
#include <string_view>

namespace strata::runtime {

// "READY=1", "STOPPING=1\nSTATUS=draining"
void notify_supervisor(std::string_view state, int status_pipe = -1) noexcept;

}  // namespace strata::runtime

#pragma once
// sd_notify: tells systemd how the service is, where systemd asks for it (NOTIFY_SOCKET); elsewhere
// nothing. Never blocks and never fails.
#include <string_view>

namespace strata::runtime {

// "READY=1", "STOPPING=1\nSTATUS=draining"
void notify_supervisor(std::string_view state) noexcept;

}  // namespace strata::runtime

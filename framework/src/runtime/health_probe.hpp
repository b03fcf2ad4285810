#pragma once
// health_probe: asks a running service over HTTP, from another process, with a plain blocking
// socket. For `health`, which containers call as their health check.
#include <chrono>
#include <cstdint>
#include <string>

namespace strata::runtime {

struct ProbeTarget {
    std::string host{};
    std::uint16_t port = 0;
    std::string unix_socket{};  // instead of host and port
};

// The status of GET `path`. Throws std::runtime_error with one line when there is no answer within
// `limit`.
[[nodiscard]] auto probe(const ProbeTarget& target, const std::string& path,
                         std::chrono::milliseconds limit) -> int;

}  // namespace strata::runtime

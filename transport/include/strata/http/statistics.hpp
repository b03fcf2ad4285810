#pragma once
// Statistics: plain counters of one server, all since its start but `open`. Written and read on the
// loop thread.
#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace strata::http {

struct Statistics {
    std::uint64_t accepted = 0;
    std::uint64_t open = 0;        // connections now
    std::uint64_t over_limit = 0;  // answered 503 at accept
    std::uint64_t requests = 0;    // whose head was complete
    std::uint64_t answers_2xx = 0;
    std::uint64_t answers_3xx = 0;
    std::uint64_t answers_4xx = 0;
    std::uint64_t answers_5xx = 0;
    std::uint64_t refused = 0;  // malformed, too large or too late: answered and closed
    std::map<std::string, std::uint64_t, std::less<>> refused_by_code{};  // "uri_too_long"
    std::uint64_t timeouts = 0;  // connections that a timeout ended, idle ones not counted
    std::uint64_t lost = 0;      // connections reset by the peer
    std::uint64_t bytes_in = 0;
    std::uint64_t bytes_out = 0;
    std::uint64_t late_sends = 0;  // calls of a handle whose request is over or connection closed
    std::uint64_t accept_failures = 0;  // out of descriptors, and the like
};

}  // namespace strata::http

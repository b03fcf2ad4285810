#pragma once
// Statistics: plain counters of one server, all since its start but `open`. Written and read on the
// loop thread.
#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace strata::http {

struct WebSocketStatistics {
    std::uint64_t open = 0;  // connections now; they count in Statistics::open too
    std::uint64_t opened = 0;
    std::uint64_t received = 0;    // messages
    std::uint64_t sent = 0;        // messages queued; a shared frame counts once a receiver
    std::uint64_t pings = 0;       // received, and answered
    std::uint64_t failed = 0;      // connections that broke the protocol or a limit
    std::uint64_t lost = 0;        // connections that ended without a goodbye of both sides
    std::uint64_t dead_peers = 0;  // of those: that answered no ping
    std::uint64_t idle_closed = 0;
    std::uint64_t overflowed = 0;  // connections closed because their queue was full
    std::uint64_t dropped = 0;     // shared frames that a receiver with a full queue did not get
    std::uint64_t coalesced = 0;   // queued frames that a newer one of the same key replaced
    std::uint64_t late_sends = 0;  // calls of a handle after the close
};

struct Statistics {
    std::uint64_t accepted = 0;
    std::uint64_t open = 0;        // connections now
    std::uint64_t over_limit = 0;  // answered 503 at accept
    std::uint64_t requests = 0;    // whose head was complete
    std::uint64_t answers_2xx = 0;
    std::uint64_t answers_3xx = 0;
    std::uint64_t answers_4xx = 0;
    std::uint64_t answers_5xx = 0;
    std::uint64_t refused = 0;  // malformed, too large, too late, or over the loop's limit
    std::map<std::string, std::uint64_t, std::less<>> refused_by_code{};  // "uri_too_long"
    std::uint64_t timeouts = 0;  // connections that a timeout ended, idle ones not counted
    std::uint64_t lost = 0;      // connections reset by the peer
    std::uint64_t bytes_in = 0;
    std::uint64_t bytes_out = 0;
    std::uint64_t late_sends = 0;  // calls of a handle whose request is over or connection closed
    std::uint64_t accept_failures = 0;  // out of descriptors, and the like
    WebSocketStatistics web_socket{};
};

}  // namespace strata::http

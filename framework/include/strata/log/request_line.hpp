#pragma once
// The log line of one request. Loop thread or any other; views need to be good during the call
// only.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string_view>

#include "strata/log/settings.hpp"

namespace strata::log {

struct RequestLine {
    std::string_view request_id{};
    std::string_view traceparent{};  // W3C Trace Context, as received
    std::string_view method{};       // "mail/send", or "GET /files/{name}"
    std::string_view account{};      // the caller's id; empty: nobody
    std::string_view peer{};
    int status = 0;
    std::string_view outcome{};  // "ok", the error's code, "cut", "disconnect"
    bool cut = false;            // the server ended it: deadline or drain
    std::chrono::microseconds duration{0};
    std::uint64_t bytes_in = 0;
    std::uint64_t bytes_out = 0;
    std::string_view problem{};  // for operators: what went wrong inside; never sent to the client
};

namespace detail {
extern std::atomic<Requests> requests;
extern std::atomic<std::int64_t> slow_microseconds;
void write_request(const RequestLine& line);
}  // namespace detail

// Whether log.requests wants a line of such a request. For callers that would have to prepare the
// line.
[[nodiscard]] inline auto wants_request(int status, bool cut,
                                        std::chrono::microseconds duration) noexcept -> bool {
    const Requests requests = detail::requests.load(std::memory_order_relaxed);
    if (requests != Requests::problems) return requests == Requests::all;
    return status >= 500 || cut ||
           duration.count() >= detail::slow_microseconds.load(std::memory_order_relaxed);
}

// An error from 500 on, a warning when cut or slow, else info.
inline void request(const RequestLine& line) {
    if (wants_request(line.status, line.cut, line.duration)) detail::write_request(line);
}

}  // namespace strata::log

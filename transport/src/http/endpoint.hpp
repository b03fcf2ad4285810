#pragma once
// Endpoint: what a route leads to: a contract's method, a raw endpoint, the static files. Made at
// start, immutable then. Loop thread.
#include <chrono>
#include <cstdint>
#include <string>

#include "http/parse/refusal.hpp"
#include "http/parse/request_head.hpp"
#include "strata/loop/task.hpp"

namespace strata::http {

class Connection;

enum class BodyMode : std::uint8_t {
    buffered,  // serve() begins when the whole body is there
    streamed,  // serve() begins after the head, and pulls
};

class Endpoint {
  public:
    explicit Endpoint(std::string endpoint_name) : name(std::move(endpoint_name)) {}
    Endpoint(const Endpoint&) = delete;
    auto operator=(const Endpoint&) -> Endpoint& = delete;
    virtual ~Endpoint() = default;

    // Looks at the head before any byte of the body is read.
    [[nodiscard]] virtual auto admit(const HeadView& /*head*/) const -> Refusal { return {}; }
    // Answers through the connection, which outlives the task.
    [[nodiscard]] virtual auto serve(Connection& connection) -> Task<void> = 0;

    const std::string name;  // for logs: "mail/send", "GET /files/{name}"
    BodyMode body_mode = BodyMode::buffered;
    std::uint64_t body_limit = 0;          // bytes; 0: limits.body; UINT64_MAX: none
    std::chrono::milliseconds timeout{0};  // until the answer begins; 0: none
    bool finish_on_disconnect = false;
    bool logged = false;  // its requests are logged here, and not by whom it calls
};

}  // namespace strata::http

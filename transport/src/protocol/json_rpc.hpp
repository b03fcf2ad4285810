#pragma once
// JSON-RPC 2.0: its requests and answers (https://www.jsonrpc.org/specification; docs/metacom.md
// has its error codes). Pure; any thread; the views are the request's.
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/envelope.hpp"
#include "strata/contract/call.hpp"
#include "strata/contract/method.hpp"
#include "strata/events/event.hpp"

namespace strata::protocol::json_rpc {

inline constexpr int parse_error = -32700;
inline constexpr int invalid_request = -32600;
inline constexpr int method_not_found = -32601;
inline constexpr int invalid_params = -32602;
inline constexpr int internal_error = -32603;

struct Request {
    std::string_view id{};      // its JSON text; empty: a notification
    std::string method{};       // "auth/signIn"
    std::string_view params{};  // JSON text of an object or an array; empty: none
    int error = 0;              // a code: no request
    std::string problem{};
};

// A batch, or what can't be one object: begins with '['.
[[nodiscard]] auto is_batch(std::string_view text) -> bool;
[[nodiscard]] auto read_request(const Envelope& envelope) -> Request;

// Params as the one JSON object that a call takes: an array's elements by their place among the
// method's parameters. False: there are more of them. `out` holds what had to be made.
[[nodiscard]] auto take_params(const contract::Method& method, std::string_view params,
                               std::string& out, std::string_view& parameters) -> bool;

// The result is appended between the two; an empty id is written as null.
void begin_result(std::string_view id, std::string& out);
void end_result(std::string& out);
void write_error(std::string_view id, int code, std::string_view message, std::string& out);
// invalid_params with the faults in data; -32099 to -32000 for what the framework refuses; the
// status, 400 to 599, for errors that the contract declares. data.code names the error.
void write_problem(std::string_view id, const contract::Problem& problem,
                   std::optional<std::chrono::seconds> retry_after, std::string& out);
[[nodiscard]] auto error_code(const contract::Problem& problem) -> int;
// A notification; its params are {"id", "data"}.
void write_event(const events::Event& event, std::string& out);

}  // namespace strata::protocol::json_rpc

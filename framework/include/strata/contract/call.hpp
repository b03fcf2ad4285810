#pragma once
// Call and Reply: one call and its answer, whatever the wire. A transport fills a Call, awaits
// Dispatcher::call and renders the Reply. Loop thread only. All views of a Call must outlive it;
// `out` too.
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "strata/contract/method.hpp"
#include "strata/json/reader.hpp"
#include "strata/values/caller.hpp"
#include "strata/values/timestamp.hpp"

namespace strata::json {
class Writer;
}

namespace strata::contract {

class Client;

struct Call {
    const Method* method = nullptr;
    std::string_view parameters{};  // a JSON object's text; empty means {}
    // What the transport found wrong with the parameters already: 422, once the caller may call.
    std::vector<json::Problem> problems{};
    std::string_view token{};        // session token, from a bearer header or a cookie; empty: none
    std::string_view peer{};         // the client's address, after trusted proxies
    std::string_view request_id{};   // as received; empty: one is made when it is needed
    std::string_view traceparent{};  // the same, of W3C Trace Context
    std::optional<std::string_view> idempotency_key{};  // as received, but for its quotes
    std::optional<std::string_view> if_match{};         // as received
    std::optional<std::chrono::milliseconds>
        time_left{};  // an incoming deadline; it can only shrink the method's
    // Known already: from a test, or a module that calls for its own caller. The token is not
    // looked at then.
    const Caller* caller = nullptr;
    bool internal = false;             // from the scheduler, another module or the command line
    std::shared_ptr<Client> client{};  // the connection that it came on, if that stays
};

// An error answer. Everything in it may go to the client.
struct Problem {
    int status = 500;
    std::string code{};  // "room_not_found", "invalid_parameters"
    std::string message{};
    std::string id{};                     // of an internal error: also in the log
    std::string data{};                   // JSON text of a declared error's data; empty: none
    std::vector<json::Problem> errors{};  // at most 16, for invalid parameters
};

// 412, as If-Match can't be met: it does not name the version, or there is none.
[[nodiscard]] auto failed_precondition(bool has_version) -> Problem;

// Its members in an open JSON object: code, the message under `message_key`, id, data, errors
// ([{pointer, code, message}]); what is empty is left out. Any thread.
void write_problem(json::Writer& writer, const Problem& problem,
                   std::string_view message_key = "message");

// The same without code and message.
void write_problem_details(json::Writer& writer, const Problem& problem);

struct SessionChange {
    std::string token{};  // empty: the session ended
    Timestamp expires_at{};
};

struct Reply {
    explicit Reply(std::string& buffer) : out(buffer) {}

    std::string& out;  // success: the result's JSON is appended; failure: left as it was
    int status = 200;
    std::optional<Problem> problem{};
    std::optional<SessionChange> session{};
    std::optional<std::chrono::seconds> retry_after{};
    std::string rate_limit{};   // value of the RateLimit field; empty: none
    std::string rate_policy{};  // value of the RateLimit-Policy field, where there is the other one
    std::string etag{};
    std::string request_id{};  // what was made for the request, and stands in the log; or empty
    bool replayed = false;     // the stored answer of an idempotency key
};

}  // namespace strata::contract

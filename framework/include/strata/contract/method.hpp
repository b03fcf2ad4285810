#pragma once
// What `strata generate` writes of a contract: static tables that the Dispatcher enforces and the
// wires, tools and documentation read. All views point to static storage. Immutable; any thread.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "strata/data/transaction.hpp"
#include "strata/loop/task.hpp"

namespace strata::contract {

class Invocation;

// Decodes the parameters, enters queue, idempotency and lock, calls the handler, encodes its
// result.
using Run = Task<void> (*)(Invocation&);

enum class AccessKind : std::uint8_t { authenticated, anyone, group, login, internal };
struct Access {
    AccessKind kind = AccessKind::authenticated;
    std::span<const std::string_view> names{};  // groups or logins
};

// A REST path besides `POST /api/<module>/<method>`. An empty verb: none.
struct HttpRoute {
    std::string_view verb{};
    std::string_view path{};  // "/rooms/{roomId}/messages"
};

// How the text of a path or query value becomes JSON: by the schema of its parameter, and only
// there.
enum class Coercion : std::uint8_t { string, integer, number, boolean, json };
struct Parameter {
    std::string_view name{};
    Coercion coercion = Coercion::string;
    bool repeated = false;  // an array: every occurrence in the query is an element
    bool required = false;
};

struct ErrorInfo {
    std::string_view code{};
    int status = 400;
    std::string_view message{};
    std::string_view constraint{};  // the database constraint that maps to it
};

enum class RatePer : std::uint8_t { account, ip };
struct RateLimit {
    std::uint32_t count = 0;  // 0: none
    std::chrono::seconds window{60};
    RatePer per = RatePer::account;
};

struct QueueLimit {
    std::uint32_t concurrency = 0;  // 0: only the global queue
    std::uint32_t size = 0;
    std::chrono::milliseconds timeout{0};
};

struct Deprecation {
    std::string_view since{};  // dates of RFC 3339 (full-date); empty: not deprecated
    std::string_view sunset{};
    std::string_view use{};
};

enum class OnDisconnect : std::uint8_t { cancel, finish };

struct Method {
    std::string_view module{};  // "mail"
    unsigned version = 1;
    std::string_view name{};  // "send"
    std::string_view summary{};
    std::string_view description{};
    Access access{};
    HttpRoute http{};
    std::span<const Parameter> parameters{};
    std::span<const ErrorInfo> errors{};
    int status = 200;
    data::Transaction transaction = data::Transaction::write;
    bool idempotency_key = false;
    std::string_view version_parameter{};  // takes the version of If-Match; empty: none
    std::chrono::milliseconds timeout{0};  // 0: the configuration's default
    QueueLimit queue{};
    RateLimit rate_limit{};
    std::size_t body_limit = 0;  // bytes; 0: the configuration's default
    OnDisconnect on_disconnect = OnDisconnect::cancel;
    Deprecation deprecated{};
    std::string_view source{};  // "schemas/mail.schema:41"
    Run run = nullptr;          // contract::run<&api::mail::send>, of strata/contract/run.hpp
    bool is_event = false;      // a client's event: sent without being answered, never called
};

}  // namespace strata::contract

#include "protocol/rest.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "http/connection.hpp"
#include "http/http_date.hpp"
#include "http/parse/chars.hpp"
#include "http/preconditions.hpp"
#include "http/trace_fields.hpp"
#include "protocol/call_head.hpp"
#include "protocol/media_type.hpp"
#include "protocol/parameters.hpp"
#include "protocol/session_cookie.hpp"
#include "strata/config/units.hpp"

namespace strata::protocol {

namespace {

using http::Known;
using http::Refusal;
using http::Verb;

constexpr Refusal not_json{415, "unsupported_media_type", "The body must be application/json"};
constexpr Refusal coded_body{415, "unsupported_content_encoding", "The body must not be encoded"};
constexpr Refusal bad_timeout{400, "bad_request_timeout",
                              "Request-Timeout is a duration such as 500ms or 2s"};

auto is_safe(Verb verb) -> bool { return verb == Verb::get || verb == Verb::head; }

// Seconds since 1970 of a full-date (RFC 3339).
auto date_seconds(std::string_view date) -> std::int64_t {
    auto number = [date](std::size_t from, std::size_t size) {
        int value = 0;
        for (char c : date.substr(from, size)) value = value * 10 + (c - '0');
        return value;
    };
    std::chrono::year_month_day day(std::chrono::year(number(0, 4)),
                                    std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                    std::chrono::day(static_cast<unsigned>(number(8, 2))));
    auto days = std::chrono::sys_days(day).time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(days).count();
}

// Deprecation (RFC 9745), Sunset (RFC 8594), and where to go instead.
auto deprecation_lines(const contract::Deprecation& deprecated) -> std::string {
    std::string lines;
    if (!deprecated.since.empty()) {
        lines += "Deprecation: @" + std::to_string(date_seconds(deprecated.since)) + "\r\n";
    }
    if (!deprecated.sunset.empty()) {
        lines += "Sunset: " + http::format_http_date(date_seconds(deprecated.sunset)) + "\r\n";
    }
    if (!deprecated.use.empty()) {
        lines += "Link: </api/" + std::string(deprecated.use) + ">; rel=\"successor-version\"\r\n";
    }
    return lines;
}

// A quoted string of structured fields, or the bare key.
auto bare_key(std::string_view key) -> std::string_view {
    bool quoted = key.size() >= 2 && key.front() == '"' && key.back() == '"';
    return quoted ? key.substr(1, key.size() - 2) : key;
}

auto quoted_etag(const std::string& etag) -> std::string {
    bool whole = etag.starts_with('"') || etag.starts_with("W/\"");
    return whole ? etag : "\"" + etag + "\"";
}

// How long the client waits: it can only shrink the method's own timeout.
auto time_left(const http::HeadView& head) -> std::optional<std::chrono::milliseconds> {
    if (!head.has(Known::request_timeout)) return std::nullopt;
    const auto time = config::parse_duration(head.field(Known::request_timeout));
    if (!time) return std::nullopt;
    return std::chrono::duration_cast<std::chrono::milliseconds>(*time);
}

class RestEndpoint final : public http::Endpoint {
  public:
    RestEndpoint(const contract::Method& method, const Dispatch& dispatch)
        : Endpoint(std::string(method.module) + "/" + std::string(method.name)),
          method_(method),
          dispatch_(dispatch),
          deprecation_(deprecation_lines(method.deprecated)) {
        body_limit = method.body_limit;
        finish_on_disconnect = method.on_disconnect == contract::OnDisconnect::finish;
    }

    [[nodiscard]] auto admit(const http::HeadView& head) const -> Refusal override;
    [[nodiscard]] auto serve(http::Connection& connection) -> Task<void> override;

  private:
    void fill(http::Connection& connection, contract::Call& call, std::string& parameters) const;
    void render(http::Connection& connection, const contract::Reply& reply) const;
    void describe(http::Connection& connection, const contract::Reply& reply) const;
    [[nodiscard]] auto compares_result(const http::HeadView& head) const -> bool;

    const contract::Method& method_;
    Dispatch dispatch_;
    std::string deprecation_;
};

auto RestEndpoint::admit(const http::HeadView& head) const -> Refusal {
    if (head.has(Known::request_timeout) && !time_left(head)) return bad_timeout;
    Verb verb = head.head().verb;
    if (is_safe(verb)) return {};
    // POST needs the type even without a body: a form of another site can't send it unasked.
    bool has_body = head.head().framing == http::Framing::chunked || head.head().content_length > 0;
    bool typed = head.has(Known::content_type);
    if ((verb == Verb::post || has_body || typed) &&
        !is_json_type(head.field(Known::content_type))) {
        return not_json;
    }
    std::string_view coding = head.field(Known::content_encoding);
    if (!coding.empty() && !http::equal_text(coding, "identity")) return coded_body;
    return {};
}

void RestEndpoint::fill(http::Connection& connection, contract::Call& call,
                        std::string& parameters) const {
    http::HeadView head = connection.head();
    ParameterSources sources;
    sources.path = head.path();
    sources.match = &connection.match();
    sources.query = head.query();
    if (!is_safe(head.head().verb)) sources.body = connection.body();
    call.method = &method_;
    if (sources.match->count == 0 && sources.query.empty()) {
        call.parameters = sources.body;
    } else {
        call.problems = append_parameters(method_, sources, parameters);
        call.parameters = parameters;
    }
    call.token = session_token(head);
    call.request_id = http::given_request_id(head);
    call.traceparent = http::given_traceparent(head);
    if (head.has(Known::idempotency_key))
        call.idempotency_key = bare_key(head.field(Known::idempotency_key));
    call.time_left = time_left(head);
    if (head.has(Known::if_match) && !compares_result(head))
        call.if_match = head.field(Known::if_match);
}

// What only reads is compared with what it read; what takes no version could not be otherwise.
auto RestEndpoint::compares_result(const http::HeadView& head) const -> bool {
    return is_safe(head.head().verb) && method_.version_parameter.empty();
}

auto RestEndpoint::serve(http::Connection& connection) -> Task<void> {
    http::HeadView head = connection.head();
    if (!is_safe(head.head().verb) && is_forged(head, connection.core().cross_origin)) {
        connection.respond_problem(forged_problem());
        co_return;
    }
    std::string parameters;
    std::string peer = connection.client();
    contract::Call call;
    fill(connection, call, parameters);
    call.peer = peer;
    contract::Reply reply(connection.begin_content());
    co_await dispatch_(call, reply);
    if (connection.is_open()) {
        render(connection, reply);
    } else {
        connection.abandon_content();
    }
}

void RestEndpoint::describe(http::Connection& connection, const contract::Reply& reply) const {
    http::ResponseFields& fields = connection.fields();
    http::HeadView head = connection.head();
    fields.add_lines(deprecation_);
    if (reply.session) {
        fields.add("Set-Cookie", set_session_cookie(*reply.session, head.host()));
        fields.add("Cache-Control", "no-store");
    }
    if (reply.retry_after) fields.add("Retry-After", std::to_string(reply.retry_after->count()));
    if (!reply.rate_limit.empty()) {
        fields.add("RateLimit-Policy", reply.rate_policy);
        fields.add("RateLimit", reply.rate_limit);
    }
    if (!reply.etag.empty()) fields.add("ETag", quoted_etag(reply.etag));
    if (reply.replayed) fields.add("Idempotency-Replayed", "true");
    std::string_view id = http::given_request_id(head);
    if (id.empty()) id = reply.request_id;
    if (!id.empty()) fields.add("X-Request-Id", id);
}

void RestEndpoint::render(http::Connection& connection, const contract::Reply& reply) const {
    describe(connection, reply);
    if (reply.problem) {
        connection.abandon_content();
        if (reply.problem->status == 401) connection.fields().add("WWW-Authenticate", "Bearer");
        return connection.respond_problem(*reply.problem);
    }
    http::HeadView head = connection.head();
    const std::string etag = reply.etag.empty() ? "" : quoted_etag(reply.etag);
    if (compares_result(head) && !http::is_wanted_by_client(head, etag)) {
        connection.abandon_content();
        return connection.respond_problem(contract::failed_precondition(!etag.empty()));
    }
    if (!etag.empty() && is_safe(head.head().verb) && http::is_known_to_client(head, etag))
        return connection.end_content(304, {});
    connection.end_content(reply.status, "application/json");
}

// What is below /api/ is no file: a name that no method has is told as such.
class UnknownMethod final : public http::Endpoint {
  public:
    UnknownMethod() : Endpoint("no method") { logged = true; }
    [[nodiscard]] auto serve(http::Connection& connection) -> Task<void> override {
        contract::Problem problem;
        problem.status = 404;
        problem.code = "not_found";
        problem.message = "There is no such method";
        connection.respond_problem(problem);
        co_return;
    }
};

// Whether two paths differ in nothing but the names of their parameters.
auto same_path(std::string_view a, std::string_view b) -> bool {
    while (!a.empty() && !b.empty()) {
        const auto one = a.substr(0, a.find('/', 1));
        const auto other = b.substr(0, b.find('/', 1));
        if (one != other && !(one.starts_with("/{") && other.starts_with("/{"))) return false;
        a.remove_prefix(one.size());
        b.remove_prefix(other.size());
    }
    return a.empty() && b.empty();
}

// A path that two versions of a module declare is the newer one's.
auto is_superseded(const contract::Method& method, std::span<const contract::Method> methods)
    -> bool {
    return std::ranges::any_of(methods, [&](const contract::Method& other) {
        return other.module == method.module && other.version > method.version &&
               other.http.verb == method.http.verb && same_path(other.http.path, method.http.path);
    });
}

void mount_unknown(http::Router& router) {
    auto owned = std::make_unique<UnknownMethod>();
    UnknownMethod& endpoint = *owned;
    constexpr std::string_view pattern = "/api/{method...}";
    router.add(Verb::get, pattern, std::move(owned));
    for (const Verb verb : {Verb::post, Verb::put, Verb::patch, Verb::del}) {
        router.add(verb, pattern, endpoint);
    }
}

}  // namespace

void mount_rest(http::Router& router, std::span<const contract::Method> methods,
                Dispatch dispatch) {
    mount_unknown(router);
    for (const contract::Method& method : methods) {
        if (method.access.kind == contract::AccessKind::internal || method.is_event) continue;
        auto owned = std::make_unique<RestEndpoint>(method, dispatch);
        RestEndpoint& endpoint = *owned;
        std::string module(method.module);
        std::string path = "/api/" + module + "." + std::to_string(method.version) + "/";
        router.add(Verb::post, path + std::string(method.name), std::move(owned));
        bool newest = true;
        for (const contract::Method& other : methods) {
            newest &= other.module != method.module || other.version <= method.version;
        }
        if (newest) {
            router.add(Verb::post, "/api/" + module + "/" + std::string(method.name), endpoint);
        }
        if (method.http.verb.empty() || is_superseded(method, methods)) continue;
        std::optional<Verb> verb = http::parse_verb(method.http.verb);
        if (!verb) throw std::logic_error(endpoint.name + ": unknown HTTP verb");
        router.add(*verb, method.http.path, endpoint);
    }
}

}  // namespace strata::protocol

#include <exception>

#include "http/connection.hpp"
#include "http/problem_details.hpp"
#include "http/status.hpp"
#include "http/trace_fields.hpp"
#include "strata/contract/request_identity.hpp"
#include "strata/http/body_error.hpp"
#include "strata/log/request_line.hpp"
#include "strata/loop/activity.hpp"

namespace strata::http {

namespace {

constexpr Refusal no_such_path{404, "not_found", "There is nothing at this path"};
constexpr Refusal no_such_method{405, "method_not_allowed", "This path does not have that method"};
constexpr std::string_view unsupported_coding = "unsupported_content_encoding";

void append_allow(std::uint8_t allowed, std::string& out) {
    if ((allowed & 1U << static_cast<unsigned>(Verb::get)) != 0) {
        allowed |= 1U << static_cast<unsigned>(Verb::head);
    }
    allowed |= 1U << static_cast<unsigned>(Verb::options);
    std::string_view separator;
    for (std::size_t i = 0; i < verb_count; ++i) {
        if ((allowed & 1U << i) == 0) continue;
        out.append(separator).append(verb_name(static_cast<Verb>(i)));
        separator = ", ";
    }
}

}  // namespace

void Connection::route() {
    rejection_ = Refusal();
    answered_ = content_open_ = streaming_ = chunked_ = broken_body_ = awaits_body_ = close_after_ =
        continued_ = endless_ = false;
    began_ = core_.loop.coarse_now();
    body_budget_ = std::chrono::milliseconds(0);
    body_window_ = 0;
    request_id_.clear();
    if (parser_.head().asterisk) {
        match_ = RouteMatch{};
        match_.allowed = (1U << verb_count) - 1;
        rejection_ = no_such_method;
        return;
    }
    core_.router.match(parser_.head().verb, head().path(), match_);
    if (match_.endpoint != nullptr) {
        rejection_ = match_.endpoint->admit(head());
    } else {
        rejection_ = match_.allowed == 0 ? no_such_path : no_such_method;
    }
}

void Connection::serve() {
    phase_ = Phase::serving;
    if (rejection_) return serve_rejection();
    Endpoint& endpoint = *match_.endpoint;
    // What was waited for has come. A handler that has to wait gets its own time (arm_again()).
    waiting_ = Wait::nothing;
    const Activity activity(endpoint.name);
    task_ = endpoint.serve(*this);
    bool done = task_.start(
        scope_,
        [](void* connection) noexcept {
            auto self = static_cast<Connection*>(connection)->shared_from_this();
            self->served();
            self->process();
        },
        this);
    if (done) served();
}

void Connection::serve_rejection() {
    bool options = parser_.head().verb == Verb::options && match_.allowed != 0;
    std::string allow;
    if (match_.allowed != 0) {
        append_allow(match_.allowed, allow);
        fields_.add("Allow", allow);
    }
    if (options) {
        std::string lines;
        if (CrossOrigin::is_preflight(head()))
            core_.cross_origin.describe_preflight(head(), allow, lines);
        fields_.add_lines(lines);
        respond(204, {}, {});
    } else {
        if (rejection_.status == 503) {
            count_refusal(rejection_.code);
            fields_.add("Retry-After", "1");
        }
        // What would have been taken (RFC 9110, section 12.5.3).
        if (rejection_.code == unsupported_coding) fields_.add("Accept-Encoding", "identity");
        contract::Problem problem;
        problem.status = rejection_.status;
        problem.code = rejection_.code;
        problem.message = rejection_.message;
        respond_problem(problem);
    }
    finish_request();
}

// The endpoint's task has ended, in whatever way.
void Connection::served() noexcept {
    try {
        task_.take();
    } catch (const Cancelled&) {
        if (!answered_ && is_open()) {
            refuse({503, "shutting_down", "The service is shutting down"});
        } else if (streaming_) {
            close_after_ = broken_body_ = true;
        }
    } catch (const BodyError& error) {
        if (!answered_ && is_open()) {
            refuse({error.status(), error.code(), error.what()});
        } else {
            close_after_ = true;
            broken_body_ = streaming_;
        }
    } catch (...) {
        report_failure();
    }
    task_ = Task<void>();
    if (phase_ == Phase::closed) return release();
    if (phase_ == Phase::serving) finish_request();
}

// The client is answered now; the handler ends when what it waits for lets it.
void Connection::end_late_handler() {
    refuse({504, "deadline_exceeded", "The answer took too long"});
    if (core_.draining) note_drained();
    log_request();
    settle();
    scope_.cancel(CancelReason::deadline);
}

void Connection::report_failure() {
    core_.loop.report_failure(std::current_exception(), match_.endpoint->name);
    if (content_open_) abandon_content();
    if (answered_) {
        // A streamed answer must not look as if it were complete.
        close_after_ = true;
        broken_body_ = streaming_;
        return;
    }
    refuse({500, "internal", "Something went wrong"});
}

// The request has been answered (or can't be any more): goes on to the next one, or to the close.
void Connection::finish_request() {
    if (!answered_) refuse({500, "no_answer", "The service gave no answer"});
    if (streaming_) {
        // The handler ended without end_stream(): of a chunked answer that is the end, but not of
        // one whose length was announced, nor after a failure.
        if (stream_left_ > 0 || broken_body_) return lost();
        end_stream();
    }
    if (core_.draining) note_drained();
    log_request();
    waiting_ = Wait::nothing;
    if (successor_) {
        phase_ = Phase::upgrading;
        return buffer_.consume(body_.end());
    }
    if (close_after_ || phase_ == Phase::closing) return begin_closing();
    fields_.clear();
    if (body_.is_complete()) return end_request();
    // What nobody read of the body still comes, and is no request.
    discarding_ = true;
    phase_ = Phase::body;
}

void Connection::end_request() {
    discarding_ = false;
    if (owed_) *owed_ -= std::min(*owed_, body_.end());
    buffer_.consume(body_.end());
    parser_.reset();
    phase_ = Phase::head;
    if (buffer_.empty()) buffer_.compact();
}

// Calls are logged by the dispatcher, which knows the caller.
auto Connection::is_logged_here() const noexcept -> bool {
    return phase_ == Phase::serving && (rejection_ || match_.endpoint->logged);
}

void Connection::log_request() {
    if (!rejection_ && !match_.endpoint->logged) return;
    auto duration = core_.loop.coarse_now() - began_;
    bool cut = scope_.is_cancelled();
    if (!log::wants_request(status_, cut,
                            std::chrono::duration_cast<std::chrono::microseconds>(duration))) {
        return;
    }
    // A refusal has thrown the head away.
    const bool has_head = phase_ != Phase::closing;
    const std::string_view given = has_head ? given_request_id(head()) : std::string_view();
    contract::RequestIdentity identity(request_id_.empty() ? given : request_id_,
                                       has_head ? given_traceparent(head()) : std::string_view());
    log::RequestLine line;
    line.request_id = identity.id(core_.ids);
    line.traceparent = identity.traceparent(core_.ids);
    const std::string unknown(verb_name(parser_.head().verb));
    line.method = match_.endpoint != nullptr ? match_.endpoint->name : unknown;
    line.peer = peer();
    line.status = status_;
    line.outcome = status_ < 400 ? "ok" : reason_phrase(status_);
    line.cut = cut;
    line.duration = std::chrono::duration_cast<std::chrono::microseconds>(duration);
    log::request(line);
    std::string().swap(request_id_);
}

void Connection::note_drained() {
    ++core_.drain_report.served;
    if (held_up_) core_.drain_report.slow.emplace_back(endpoint_name(), serving_for());
    held_up_ = false;
}

void Connection::count_refusal(std::string_view code) {
    ++core_.statistics.refused;
    auto& by_code = core_.statistics.refused_by_code;
    auto entry = by_code.find(code);
    if (entry == by_code.end()) entry = by_code.emplace(code, 0).first;
    ++entry->second;
}

// The answer to what can't be served, and the end of the connection: its bytes are thrown away.
void Connection::refuse(const Refusal& refusal) {
    count_refusal(refusal.code);
    if (content_open_) abandon_content();
    close_after_ = true;
    fields_.clear();
    if (refusal.status == 503) fields_.add("Retry-After", "1");
    contract::Problem problem;
    problem.status = refusal.status;
    problem.code = refusal.code;
    problem.message = refusal.message;
    respond_problem(problem);
    begin_closing();
}

// What is in the log in any case is told to the client by its id.
void Connection::respond_problem(const contract::Problem& problem) {
    if (problem.status >= 500 && is_logged_here()) {
        request_id_ = given_request_id(head());
        if (request_id_.empty()) request_id_ = core_.ids.next().to_string();
        fields_.add("X-Request-Id", request_id_);
    }
    std::string text;
    append_problem_details(problem, text);
    respond(problem.status, "application/problem+json", text);
}

}  // namespace strata::http

#include <exception>
#include <utility>

#include "contract/dispatcher_state.hpp"
#include "contract/precondition.hpp"
#include "strata/contract/invocation.hpp"
#include "strata/data/error.hpp"
#include "strata/log/log.hpp"
#include "strata/loop/semaphore.hpp"
#include "strata/loop/worker_pool.hpp"

namespace strata::contract {

namespace {

constexpr std::chrono::seconds soon{1};

auto set_problem(Reply& reply, int status, std::string_view code, std::string_view message)
    -> Problem& {
    Problem& problem = reply.problem.emplace();
    reply.status = problem.status = status;
    problem.code = code;
    problem.message = message;
    return problem;
}

}  // namespace

void Invocation::refuse(Outcome outcome, int status, std::string_view code,
                        std::string_view message) {
    if (reply_ == nullptr) return;
    outcome_ = outcome;
    set_problem(*reply_, status, code, message);
}

void Invocation::refuse_key_in_use() {
    refuse(Outcome::in_use, 409, "idempotency_key_in_use",
           "A call with this idempotency key is under way");
}

void Invocation::overloaded(std::string_view code, std::string_view message) {
    refuse(Outcome::overloaded, 503, code, message);
    if (reply_ != nullptr) reply_->retry_after = soon;
}

// Malformed text is 400, with its place; text that isn't what the contract says is 422, with
// pointers.
void Invocation::refuse_parameters(json::Reader& reader) {
    if (reader.ok()) return refuse_parameters(reader.take_problems());
    const auto error = reader.syntax_error();
    const auto message = "Not JSON: " + error.message + " at line " + std::to_string(error.line) +
                         ", column " + std::to_string(error.column) + ", offset " +
                         std::to_string(error.offset);
    refuse(Outcome::invalid, 400, "malformed_json", message);
}

void Invocation::refuse_parameters(std::vector<json::Problem> problems) {
    refuse(Outcome::invalid, 422, "invalid_parameters", "The parameters are not valid");
    if (reply_ != nullptr) reply_->problem->errors = std::move(problems);
}

void Invocation::refuse_result(json::Reader& reader) {
    std::string what = "the handler's result breaks its schema";
    if (reader.ok()) {
        for (const json::Problem& problem : reader.take_problems()) {
            what += "; " + problem.pointer + ": " + problem.message;
        }
    } else {
        what += ": " + reader.syntax_error().message;
    }
    reply_->out.resize(out_before_);
    refuse_unknown(what);
}

void Invocation::fail(std::string_view code, int status, std::string_view message,
                      std::string data) {
    scope_.throw_if_cancelled();
    if (!parameters_.empty() && code == version_conflict) status = 412;
    refuse(Outcome::declared, status, code, message);
    reply_->problem->data = std::move(data);
}

void Invocation::refuse_for(std::exception_ptr failure) noexcept {
    try {
        std::rethrow_exception(std::move(failure));
    } catch (const Cancelled& cancelled) {
        refuse_cancelled(scope_.is_cancelled() ? scope_.reason() : cancelled.reason());
    } catch (const data::DatabaseError& error) {
        refuse_database(error);
    } catch (const StreamError& error) {
        refuse(Outcome::invalid, 400, error.code(), error.what());
    } catch (const Overloaded&) {
        overloaded("overloaded", "Too many calls wait; try again later");
    } catch (const SemaphoreFull&) {
        overloaded("overloaded", "Too many passwords wait to be checked; try again later");
    } catch (const PoolFull&) {
        overloaded("overloaded", "Too much work waits; try again later");
    } catch (const std::exception& error) {
        refuse_unknown(error.what());
    } catch (...) {
        refuse_unknown("an exception that is no std::exception");
    }
}

void Invocation::refuse_cancelled(CancelReason reason) {
    switch (reason) {
        case CancelReason::deadline:
            return refuse(Outcome::late, 504, "deadline_exceeded", "The call took too long");
        case CancelReason::disconnect:
            return refuse(Outcome::disconnected, 499, "disconnected", "The client is gone");
        case CancelReason::none:
        case CancelReason::abandoned:
        case CancelReason::shutdown: break;
    }
    refuse(Outcome::cut, 503, "shutting_down", "The server is shutting down");
    if (reply_ != nullptr) reply_->retry_after = soon;
}

void Invocation::refuse_database(const data::DatabaseError& error) {
    using data::ErrorKind;
    if (scope_.is_cancelled()) return refuse_cancelled(scope_.reason());
    switch (error.kind()) {
        case ErrorKind::busy:
        case ErrorKind::conflict:
            return overloaded("database_busy", "The database is busy; try again");
        case ErrorKind::unavailable:
        case ErrorKind::unwritable:
        case ErrorKind::full:
            log::error("the database failed a call", {{"requestId", request_id()},
                                                      {"module", method_->module},
                                                      {"method", method_->name},
                                                      {"reason", error.what()}});
            return overloaded("database_unavailable",
                              "The database is not available; try again later");
        case ErrorKind::constraint: break;
        default: return refuse_unknown(error.what());
    }
    if (claim_ && error.violates("strata_idempotency_pkey")) return refuse_key_in_use();
    for (const ErrorInfo& declared : method_->errors) {
        if (declared.constraint.empty() || !error.violates(declared.constraint)) continue;
        return refuse(Outcome::declared, declared.status, declared.code, declared.message);
    }
    refuse_unknown(error.what());
}

// The client learns an id; what happened is in the log under it.
void Invocation::refuse_unknown(std::string_view what) {
    auto id = dispatcher_.state_->ids.next().to_string();
    log::error("a call failed", {{"id", id},
                                 {"requestId", request_id()},
                                 {"module", method_->module},
                                 {"method", method_->name},
                                 {"reason", what}});
    refuse(Outcome::failed, 500, "internal_error", "Something went wrong");
    if (reply_ != nullptr) reply_->problem->id = std::move(id);
}

auto Invocation::check_rate(const void* scope, RatePer per, const security::RatePolicy& policy,
                            bool report) -> bool {
    auto& state = *dispatcher_.state_;
    const auto now = state.clock.steady();
    const bool by_account = per == RatePer::account && caller_->is_authenticated();
    const auto verdict = by_account ? state.limiter.take_account(scope, caller_->id, policy, now)
                                    : state.limiter.take_ip(scope, call_->peer, policy, now);
    if (report || !verdict.allowed) {
        reply_->rate_limit = verdict.field(policy.name);
        reply_->rate_policy = policy.field();
    }
    if (verdict.allowed) return true;
    refuse(Outcome::limited, 429, "too_many_requests", "Too many requests; try again later");
    reply_->retry_after = verdict.retry_after;
    return false;
}

}  // namespace strata::contract

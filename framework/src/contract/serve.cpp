#include <algorithm>
#include <utility>

#include "contract/dispatcher_state.hpp"
#include "contract/running.hpp"
#include "strata/contract/access.hpp"
#include "strata/contract/invocation.hpp"
#include "strata/data/error.hpp"
#include "strata/loop/activity.hpp"

namespace strata::contract {

namespace {

using std::chrono::milliseconds;

constexpr int max_attempts = 3;

auto deadline_of(const Method& method, const Call& call, const LimitsSettings& limits)
    -> milliseconds {
    const auto own = method.timeout.count() > 0 ? method.timeout : limits.timeout;
    return call.time_left ? std::min(own, *call.time_left) : own;
}

}  // namespace

Invocation::Invocation(Dispatcher& dispatcher, Call& call, Reply& reply)
    : dispatcher_(dispatcher),
      method_(call.method),
      call_(&call),
      reply_(&reply),
      started_(EventLoop::now()),
      deadline_(started_ + deadline_of(*call.method, call, dispatcher.state_->parts.limits)),
      scope_(dispatcher.state_->parts.loop),
      timer_(*this, dispatcher.state_->parts.loop),
      context_(*this),
      sessions_(*this),
      caller_(dispatcher.state_->nobody),
      identity_(call.request_id, call.traceparent),
      client_(call.client),
      out_before_(reply.out.size()) {
    dispatcher.state_->in_flight.push_back(*this);
    ++dispatcher.in_flight_count_;
    ++dispatcher.state_->of(dispatcher.catalog_, *method_).statistics.in_flight;
}

Invocation::~Invocation() {
    task_ = {};
    if (stage_ != Stage::ended) {
        outcome_ = outcome_ == Outcome::ok ? Outcome::disconnected : outcome_;
        wind_up();
    }
}

auto Invocation::begin() -> bool {
    const Activity activity(dispatcher_.state_->of(dispatcher_.catalog_, *method_).name);
    task_ = serve();
    return task_.start(
        scope_,
        [](void* self) noexcept {
            auto* invocation = static_cast<Invocation*>(self);
            if (invocation->running_ != nullptr) {
                invocation->running_->complete();
            } else {
                delete invocation;
            }
        },
        this);
}

void Invocation::cancel(CancelReason reason) noexcept {
    scope_.cancel(reason);
    if (running_ != nullptr) running_->complete_later();
}

void Invocation::DeadlineTimer::expired() { owner_.cancel(CancelReason::deadline); }

// Never throws: whatever happens becomes the answer.
auto Invocation::serve() -> Task<> {
    for (bool again = true; again;) {
        again = false;
        try {
            if (stage_ == Stage::arrived) {
                if (!admit()) break;
                if (!recall_caller()) co_await find_caller();
                if (!authorize() || !take_precondition() || !take_problems()) break;
            }
            stage_ = Stage::decoding;
            co_await method_->run(*this);
            if (outcome_ != Outcome::ok || replayed_) break;
            if (needs_settling()) co_await settle();
            committed_ = true;
        } catch (...) {
            again = recover(std::current_exception());
        }
    }
    wind_up();
}

auto Invocation::admit() -> bool {
    const LimitsSettings& limits = dispatcher_.state_->parts.limits;
    if (deadline_ <= started_) {
        refuse_cancelled(CancelReason::deadline);
        return false;
    }
    if (!call_->internal) {
        if (loop_is_behind()) return false;
        const security::RatePolicy all{"ip", limits.rate_per_ip, limits.rate_window};
        if (all.count != 0 && !check_rate(&limits, RatePer::ip, all, false)) return false;
        const security::RatePolicy own{method_->name, method_->rate_limit.count,
                                       method_->rate_limit.window};
        if (own.count != 0 && method_->rate_limit.per == RatePer::ip &&
            !check_rate(method_, RatePer::ip, own, true)) {
            return false;
        }
    }
    const std::size_t most = method_->body_limit != 0 ? method_->body_limit : limits.body.bytes();
    if (call_->parameters.size() <= most) return true;
    refuse(Outcome::invalid, 413, "payload_too_large", "The parameters are too large");
    return false;
}

auto Invocation::loop_is_behind() -> bool {
    if (!dispatcher_.state_->lag.is_behind()) return false;
    overloaded("overloaded", "The server has more to do than it can; try again later");
    return true;
}

auto Invocation::recall_caller() -> bool {
    if (call_->caller != nullptr) {
        caller_ = std::make_shared<const Caller>(*call_->caller);
        return true;
    }
    if (call_->token.empty()) return true;
    session_ = security::hash_token(call_->token);
    if (!session_) return true;
    auto known = dispatcher_.state_->sessions.recall(*session_);
    if (!known) return false;
    caller_ = std::move(known);
    return true;
}

auto Invocation::find_caller() -> Task<> {
    stage_ = Stage::session;
    auto found = co_await dispatcher_.state_->sessions.find(*session_);
    if (found) {
        caller_ = std::move(found);
    } else {
        session_.reset();
    }
}

auto Invocation::authorize() -> bool {
    if (call_->internal) return true;
    const Access& access = method_->access;
    const bool open = access.kind == AccessKind::anyone || access.kind == AccessKind::internal;
    if (!open && !caller_->is_authenticated()) {
        refuse(Outcome::denied, 401, "unauthenticated", "Sign in first");
        return false;
    }
    if (!permits(access, *caller_)) {
        refuse(Outcome::denied, 403, "access_denied", "You may not call this method");
        return false;
    }
    const RateLimit& rate = method_->rate_limit;
    if (rate.count == 0 || rate.per != RatePer::account) return true;
    return check_rate(method_, RatePer::account, {method_->name, rate.count, rate.window}, true);
}

auto Invocation::take_problems() -> bool {
    if (call_->problems.empty()) return true;
    refuse_parameters(std::move(call_->problems));
    return false;
}

auto Invocation::needs_settling() const noexcept -> bool {
    return claim_ || (db_ && db_->begun()) || has_rows();
}

// The answer of an idempotency key, and the events, are part of what the handler wrote, where it
// may write; elsewhere they are a unit of their own.
auto Invocation::settle() -> Task<> {
    stage_ = Stage::committing;
    auto& state = *dispatcher_.state_;
    const bool together = method_->transaction == data::Transaction::write;
    if (!together && db_ && db_->begun()) co_await db_->commit();
    std::optional<Db> apart;
    if (!together && (claim_ || has_rows()))
        apart.emplace(*state.parts.database, data::Transaction::write, deadline_);
    if (claim_) {
        StoredAnswer answer{.request = claim_->request(),
                            .status = method_->status,
                            .body = reply_->out.substr(out_before_),
                            .etag = reply_->etag};
        state.idempotency->store(together ? db() : *apart, *claim_, std::move(answer),
                                 state.parts.limits.idempotency_retention);
    }
    if (has_rows()) write_events(together ? db() : *apart);
    co_await (apart ? *apart : db()).commit();
}

// Whether to run the handler again.
auto Invocation::recover(std::exception_ptr failure) noexcept -> bool {
    const bool whole = method_->transaction != data::Transaction::none;
    if (whole && may_run_again(failure, attempts_)) {
        start_over();
        return true;
    }
    refuse_for(std::move(failure));
    return false;
}

auto Invocation::may_run_again(std::exception_ptr failure, int attempts) noexcept -> bool {
    if (attempts >= max_attempts || streamed_ || scope_.is_cancelled()) return false;
    try {
        std::rethrow_exception(std::move(failure));
    } catch (const data::DatabaseError& error) {
        if (error.kind() != data::ErrorKind::conflict) return false;
    } catch (...) {
        return false;
    }
    ++dispatcher_.state_->of(dispatcher_.catalog_, *method_).statistics.retries;
    return true;
}

void Invocation::start_over() {
    ++attempts_;
    db_.reset();
    if (handler_lock_.is_held()) shared_lock_.reset();
    handler_lock_ = {};
    events_.clear();
    held_events_.release();
    effects_.clear();
    client_changes_.clear();
    pending_session_.reset();
    reply_->out.resize(out_before_);
    reply_->etag.clear();
}

void Invocation::wind_up() noexcept {
    if (committed_) apply_effects();
    db_.reset();
    leave();
    if (committed_) {
        apply_client_changes();
        publish();
    }
    held_events_.release();
    if (reply_ != nullptr) {
        if (outcome_ == Outcome::ok) {
            if (!replayed_) reply_->status = method_->status;
            reply_->session = std::move(session_change_);
        } else {
            reply_->out.resize(out_before_);
            reply_->etag.clear();
        }
    }
    stage_ = Stage::ended;
    unlink();
    --dispatcher_.in_flight_count_;
    MethodStatistics& statistics =
        dispatcher_.state_->of(dispatcher_.catalog_, *method_).statistics;
    const auto taken = EventLoop::now() - started_;
    --statistics.in_flight;
    ++statistics.ended[static_cast<std::size_t>(outcome_)];
    if (replayed_) ++statistics.replays;
    if (reply_ != nullptr) {
        log_end(taken);
        reply_->request_id = identity_.made_id();
    }
    statistics.durations.record(std::chrono::duration_cast<std::chrono::microseconds>(taken));
}

// The client has its answer; what still runs refers to nothing of the call any more.
void Invocation::detach(CancelReason reason) {
    refuse_cancelled(reason);
    reply_->out.resize(out_before_);
    reply_->etag.clear();
    log_end(EventLoop::now() - started_);
    reply_->request_id = identity_.made_id();
    left_behind_ = Work(scope_.loop());
    identity_.own();
    call_ = nullptr;
    reply_ = nullptr;
}

}  // namespace strata::contract

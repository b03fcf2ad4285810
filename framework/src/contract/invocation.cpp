#include "strata/contract/invocation.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "contract/dispatcher_state.hpp"
#include "strata/log/log.hpp"

namespace strata::contract {

auto to_string(Stage stage) noexcept -> std::string_view {
    switch (stage) {
        case Stage::arrived: return "arrived";
        case Stage::session: return "session";
        case Stage::decoding: return "decoding";
        case Stage::queued: return "queued";
        case Stage::locking: return "locking";
        case Stage::handler: return "handler";
        case Stage::committing: return "committing";
        case Stage::ended: break;
    }
    return "ended";
}

auto to_string(Outcome outcome) noexcept -> std::string_view {
    switch (outcome) {
        case Outcome::ok: return "ok";
        case Outcome::declared: return "declared";
        case Outcome::invalid: return "invalid";
        case Outcome::denied: return "denied";
        case Outcome::limited: return "limited";
        case Outcome::in_use: return "in_use";
        case Outcome::overloaded: return "overloaded";
        case Outcome::late: return "late";
        case Outcome::disconnected: return "disconnected";
        case Outcome::cut: return "cut";
        case Outcome::failed: break;
    }
    return "failed";
}

auto Invocation::parameters() -> std::string_view {
    scope_.throw_if_cancelled();
    if (!parameters_.empty()) return parameters_;
    return call_->parameters.empty() ? std::string_view("{}") : call_->parameters;
}

auto Invocation::request_id() const -> std::string_view {
    return identity_.id(dispatcher_.state_->ids);
}

auto Invocation::traceparent() const -> std::string_view {
    return identity_.traceparent(dispatcher_.state_->ids);
}

auto Invocation::depth() const noexcept -> unsigned {
    return dispatcher_.state_->parts.limits.depth;
}

auto Invocation::validates_results() const noexcept -> bool {
    return dispatcher_.state_->parts.validate_results;
}

auto Invocation::out() -> std::string& {
    scope_.throw_if_cancelled();
    return reply_->out;
}

auto Invocation::db() -> Db& {
    if (!db_) {
        data::Database* database = dispatcher_.state_->parts.database;
        if (database == nullptr)
            throw std::logic_error("context.db(): the service has no database");
        db_.emplace(*database, method_->transaction, deadline_, shared_lock());
    }
    return *db_;
}

auto Invocation::time_left() const -> std::chrono::milliseconds {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - EventLoop::now());
    return std::max(left, std::chrono::milliseconds(0));
}

void Invocation::emit(Topic topic, std::string_view module, std::string_view name,
                      std::string data) {
    auto& state = *dispatcher_.state_;
    events::Event& event = events_.emplace_back();
    event.id = state.ids.next();
    event.topic = std::move(topic).name();
    event.module = module;
    event.name = name;
    event.data = std::move(data);
    event.emitted_at = state.clock.now();
}

void Invocation::add(security::SessionEffect effect, std::string token) {
    using Kind = security::SessionEffect::Kind;
    const bool ends_own = (effect.kind == Kind::ended && session_ == effect.ended) ||
                          (effect.kind == Kind::all_ended && caller_->id == effect.account);
    if (effect.kind == Kind::started) {
        pending_session_ = SessionChange{std::move(token), effect.session.expires_at};
    } else if (ends_own) {
        pending_session_ = SessionChange{};
    }
    effects_.push_back(std::move(effect));
}

void Invocation::apply_effects() {
    for (const auto& effect : effects_) {
        dispatcher_.state_->sessions.committed(effect);
        dispatcher_.state_->clients.session_changed(effect, client_.get());
        // Before the handler's own subscriptions, which would end with a sign-in after them.
        if (effect.kind == security::SessionEffect::Kind::started && client_ && reply_ != nullptr) {
            dispatcher_.state_->clients.sign_in(*client_, effect.session.hash,
                                                effect.session.caller);
        }
    }
    effects_.clear();
    if (pending_session_) session_change_ = std::exchange(pending_session_, std::nullopt);
}

void Invocation::add(ClientChange change) {
    if (client_ || change.kind == ClientChange::Kind::unsubscribe_account) {
        client_changes_.push_back(std::move(change));
    }
}

void Invocation::apply_client_changes() noexcept {
    using Kind = ClientChange::Kind;
    Clients& clients = dispatcher_.state_->clients;
    for (ClientChange& change : std::exchange(client_changes_, {})) {
        try {
            switch (change.kind) {
                case Kind::subscribe:
                    clients.subscribe(*client_, change.text, std::move(change.farewell));
                    break;
                case Kind::unsubscribe: clients.unsubscribe(*client_, change.text); break;
                case Kind::unsubscribe_account:
                    clients.unsubscribe_account(caller_->id, change.text);
                    break;
                case Kind::send:
                    client_->send(std::move(change.stream), std::move(change.text), change.size,
                                  std::move(change.chunks));
                    break;
            }
        } catch (const std::exception& error) {
            log::error("a client was not changed", {{"reason", error.what()}});
        }
    }
}

void Invocation::publish() noexcept {
    auto events = std::exchange(events_, {});
    if (events.empty()) return;
    events::Outbox* outbox = dispatcher_.outbox();
    try {
        if (outbox != nullptr && outbox->keeps()) outbox->committed(events);
        if (outbox != nullptr && outbox->is_shared()) return;
        dispatcher_.state_->clients.publish(events, reply_ != nullptr ? client_.get() : nullptr);
    } catch (const std::exception& error) {
        log::error("committed events were not delivered", {{"reason", error.what()}});
    }
}

auto Invocation::has_rows() const noexcept -> bool {
    events::Outbox* outbox = dispatcher_.outbox();
    return !events_.empty() && outbox != nullptr && outbox->keeps();
}

void Invocation::write_events(Db& db) {
    events::Outbox& outbox = *dispatcher_.outbox();
    if (outbox.is_shared()) held_events_ = events::Outbox::Hold(outbox, events_);
    outbox.write(db, events_);
}

void Invocation::open_unit(data::Transaction mode) {
    if (method_->transaction != data::Transaction::none) {
        throw std::logic_error("context.transaction() needs `transaction: none` in the contract");
    }
    if (unit_open_) throw std::logic_error("context.transaction() inside of another one");
    if (mode == data::Transaction::none)
        throw std::logic_error("context.transaction() needs a mode");
    if (dispatcher_.state_->parts.database == nullptr) {
        throw std::logic_error("context.transaction(): the service has no database");
    }
    unit_open_ = true;
}

auto Invocation::has_database() const noexcept -> bool {
    return dispatcher_.state_->parts.database != nullptr;
}
auto Invocation::database() noexcept -> data::Database& {
    return *dispatcher_.state_->parts.database;
}

void Invocation::close_unit(bool committed, std::size_t events_before, std::size_t effects_before,
                            std::size_t changes_before) {
    unit_open_ = false;
    if (committed) {
        apply_effects();
        apply_client_changes();
        publish();
        held_events_.release();
        return;
    }
    held_events_.release();
    if (effects_.size() > effects_before) pending_session_.reset();
    events_.resize(std::min(events_.size(), events_before));
    effects_.resize(std::min(effects_.size(), effects_before));
    while (client_changes_.size() > changes_before) client_changes_.pop_back();
}

Unit::Unit(Invocation& invocation, data::TransactionOptions options)
    : invocation_(invocation), options_(options) {
    invocation_.open_unit(options.mode);
    events_before_ = invocation_.events();
    effects_before_ = invocation_.effects();
    changes_before_ = invocation_.client_changes();
    db_.emplace(invocation_.database(), options_, invocation_.deadline(),
                invocation_.shared_lock());
}

Unit::~Unit() {
    if (committed_) return;
    db_.reset();
    invocation_.close_unit(false, events_before_, effects_before_, changes_before_);
}

auto Unit::commit() -> Task<> {
    const bool together = options_.mode == data::Transaction::write;
    if (together && invocation_.has_rows()) invocation_.write_events(*db_);
    co_await db_->commit();
    if (!together && invocation_.has_rows()) {
        Db apart(invocation_.database(), data::Transaction::write, invocation_.deadline());
        invocation_.write_events(apart);
        co_await apart.commit();
    }
    committed_ = true;
    db_.reset();
    invocation_.close_unit(true, events_before_, effects_before_, changes_before_);
}

auto Unit::may_run_again() noexcept -> bool {
    return !committed_ && invocation_.may_run_again(std::current_exception(), attempts_);
}

void Unit::begin_again() {
    ++attempts_;
    db_.reset();
    invocation_.close_unit(false, events_before_, effects_before_, changes_before_);
    invocation_.open_unit(options_.mode);
    db_.emplace(invocation_.database(), options_, invocation_.deadline(),
                invocation_.shared_lock());
}

}  // namespace strata::contract

#include <stdexcept>
#include <utility>

#include "contract/dispatcher_state.hpp"
#include "strata/contract/invocation.hpp"

namespace strata::contract {

auto Invocation::enter_now() -> bool {
    if (entered_) return true;
    if (!enter_gates()) return false;
    if (method_->idempotency_key && call_->idempotency_key) return false;
    if (!lock_keys_.empty()) return false;
    entered_ = true;
    stage_ = Stage::handler;
    return true;
}

auto Invocation::enter() -> Task<> {
    if (!enter_gates()) co_await wait_gates();
    if (method_->idempotency_key && call_->idempotency_key) {
        co_await claim();
        if (answered()) co_return;
    }
    if (!lock_keys_.empty()) {
        stage_ = Stage::locking;
        auto acquire = dispatcher_.state_->locks.acquire(lock_keys_);
        contract_lock_ = co_await acquire;
        co_await lock_shared(std::move(lock_keys_));
    }
    entered_ = true;
    stage_ = Stage::handler;
}

// The method's own gate first: who waits there takes no place of the others'.
auto Invocation::enter_gates() -> bool {
    auto& state = *dispatcher_.state_;
    Gate& own = state.of(dispatcher_.catalog_, *method_).gate;
    if (method_gate_ == nullptr && own.try_enter()) method_gate_ = &own;
    if (method_gate_ == nullptr) return false;
    if (global_gate_ == nullptr && state.gate.try_enter()) global_gate_ = &state.gate;
    return global_gate_ != nullptr;
}

auto Invocation::wait_gates() -> Task<> {
    stage_ = Stage::queued;
    auto& state = *dispatcher_.state_;
    if (method_gate_ == nullptr) {
        Gate& own = state.of(dispatcher_.catalog_, *method_).gate;
        co_await own.wait();
        method_gate_ = &own;
    }
    if (!enter_gates()) {
        co_await state.gate.wait();
        global_gate_ = &state.gate;
    }
}

auto Invocation::claim() -> Task<> {
    auto& state = *dispatcher_.state_;
    if (!IdempotencyKeys::valid(*call_->idempotency_key)) {
        refuse(Outcome::invalid, 400, "invalid_idempotency_key",
               "An idempotency key is 1 to 255 visible ASCII characters");
        co_return;
    }
    auto claimed =
        state.idempotency->claim(caller_->id, state.of(dispatcher_.catalog_, *method_).full_name,
                                 *call_->idempotency_key, parameters());
    if (!claimed) co_return refuse_key_in_use();
    claim_.emplace(*std::move(claimed));
    const bool shared = co_await state.idempotency->share(*claim_);
    // Another process lets go of a key some time after its client has the answer: that counts.
    auto search = state.idempotency->find(*claim_);
    auto stored = co_await search;
    if (!stored && !shared) co_return refuse_key_in_use();
    if (!stored) co_return;
    if (stored->request != claim_->request()) {
        refuse(Outcome::invalid, 422, "idempotency_key_reused",
               "This idempotency key came with other parameters before");
        co_return;
    }
    out().append(stored->body);
    reply_->status = stored->status;
    reply_->etag = std::move(stored->etag);
    reply_->replayed = replayed_ = true;
}

void Invocation::leave() noexcept {
    shared_lock_.reset();
    handler_lock_ = {};
    contract_lock_ = {};
    claim_.reset();
    if (global_gate_ != nullptr) std::exchange(global_gate_, nullptr)->leave();
    if (method_gate_ != nullptr) std::exchange(method_gate_, nullptr)->leave();
}

auto Invocation::lock(std::vector<std::string> keys) -> Task<> {
    if (unit_open_ || (db_ && db_->begun())) {
        throw std::logic_error("context.lock() inside an open unit of work");
    }
    if (contract_lock_.is_held() || handler_lock_.is_held()) {
        throw std::logic_error("context.lock() while holding a lock: take all keys in one call");
    }
    stage_ = Stage::locking;
    auto acquire = dispatcher_.state_->locks.acquire(keys);
    handler_lock_ = co_await acquire;
    co_await lock_shared(std::move(keys));
    stage_ = Stage::handler;
}

// First in this process, so that a key has one waiter a process at the database.
auto Invocation::lock_shared(std::vector<std::string> keys) -> Task<> {
    if (!has_database() || !database().is_shared()) co_return;
    db_.reset();
    shared_lock_.emplace(database(), std::move(keys));
    co_await shared_lock_->acquire();
}

}  // namespace strata::contract

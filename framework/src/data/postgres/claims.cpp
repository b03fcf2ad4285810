#include "data/postgres/claims.hpp"

#include <libpq-fe.h>

#include <array>
#include <utility>

#include "data/postgres/engine.hpp"
#include "data/postgres/transactions.hpp"
#include "strata/data/error.hpp"
#include "strata/data/value.hpp"

namespace strata::data::postgres {

PostgresClaim::PostgresClaim(Claims& claims, const std::string& key)
    : claims_(&claims), number_(lock_number("strata claim " + key)) {}

// One that is on its way may turn out to be held.
PostgresClaim::~PostgresClaim() {
    const bool maybe_held = held_ || sent_ != nullptr;
    if (sent_ != nullptr) sent_->forget_sender();
    if (maybe_held) claims_->give_back(number_, session_);
}

void PostgresClaim::submit(Request& request) {
    request_ = &request;
    claims_->enter(*this);
}

void PostgresClaim::send(Link& link, std::uint64_t session) {
    session_ = session;
    sent_ = new Sent(*this, *std::exchange(request_, nullptr));
    const std::array<Value, 1> number{Value(number_)};
    link.run(try_lock_statement, number, *sent_);
    link.sync();  // no failure of another one skips it
}

void PostgresClaim::refuse(const std::exception_ptr& error) {
    std::exchange(request_, nullptr)->completed(error);
}

void PostgresClaim::answered(Request* request, RequestKind /*kind*/, Outcome outcome) {
    sent_ = nullptr;
    held_ = outcome.result != nullptr && *PQgetvalue(outcome.result, 0, 0) == '\1';
    if (request != nullptr) request->completed(std::move(outcome.error));
}

auto PostgresClaim::cancel(Request& /*request*/) -> bool {
    unlink();
    request_ = nullptr;
    if (sent_ != nullptr) sent_->forget_request();
    return true;
}

Claims::Claims(PostgresEngine& engine, EventLoop& loop)
    : engine_(&engine), link_(std::make_shared<Link>(loop, static_cast<Link::Owner&>(*this))) {}

Claims::~Claims() { link_->close(); }

void Claims::enter(PostgresClaim& claim) {
    if (link_->is_ready()) return claim.send(*link_, session_);
    if (const auto refusal = engine_->refusal(0)) return claim.refuse(refusal);
    waiting_.push_back(claim);
    if (!std::exchange(opening_, true)) engine_->open(*link_, *this);
}

void Claims::give_back(std::int64_t number, std::uint64_t session) {
    if (session != session_ || !link_->is_ready()) return;
    const std::array<Value, 1> value{Value(number)};
    link_->run(give_back_statement, value, *new Unattended);
    link_->sync();
}

void Claims::refuse_all(const std::exception_ptr& error) {
    IntrusiveList<PostgresClaim> refused;
    refused.append(waiting_);
    while (PostgresClaim* claim = refused.pop_front()) claim->refuse(error);
}

void Claims::link_ready(Link& link) {
    opening_ = false;
    while (PostgresClaim* claim = waiting_.pop_front()) claim->send(link, session_);
}

// The next claim opens it again.
void Claims::link_lost(Link& /*link*/, const std::string& reason) {
    opening_ = false;
    ++session_;
    engine_->count_lost();
    refuse_all(std::make_exception_ptr(DatabaseError(ErrorKind::unavailable, reason)));
}

}  // namespace strata::data::postgres

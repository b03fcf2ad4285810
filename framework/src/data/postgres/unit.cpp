#include "data/postgres/unit.hpp"

#include <libpq-fe.h>

#include <cstdlib>
#include <string_view>

#include "data/postgres/engine.hpp"
#include "data/postgres/hold.hpp"
#include "data/postgres/row.hpp"
#include "data/postgres/transactions.hpp"
#include "strata/data/error.hpp"

namespace strata::data::postgres {
namespace {

auto error(ErrorKind kind, const std::string& message) -> std::exception_ptr {
    return std::make_exception_ptr(DatabaseError(kind, message));
}

auto connection_lost() -> std::exception_ptr {
    return error(ErrorKind::unavailable, "the connection was lost, and the transaction with it");
}

auto changed_rows(const PGresult& result) -> std::int64_t {
    auto* mutable_result = const_cast<PGresult*>(&result);  // libpq only reads it
    if (std::string_view(PQcmdStatus(mutable_result)).starts_with("SELECT")) return 0;
    return std::strtoll(PQcmdTuples(mutable_result), nullptr, 10);
}

// Hands the rows on. What a row function throws is the operation's error.
auto take_rows(Operation& operation, const Outcome& outcome) -> std::exception_ptr {
    try {
        // What a cursor gives is planned when it is declared, and described by its own rows alone.
        Prepared of_piece;
        const Operation::Piece& piece = operation.piece();
        if (piece.cursor != 0) describe(operation.statement(), *outcome.result, of_piece);
        Row row(operation.statement(), piece.cursor != 0 ? of_piece : *outcome.prepared,
                *outcome.result);
        const int count = PQntuples(outcome.result);
        for (int i = 0; i < count; ++i) {
            row.go_to(i);
            if (!operation.take(row)) break;
        }
        operation.set_changes(changed_rows(*outcome.result));
        if (piece.cursor != 0 && static_cast<std::size_t>(count) < piece.rows)
            operation.set_ended();
    } catch (...) {
        return std::current_exception();
    }
    return nullptr;
}

// So that it can be in the group of BEGIN.
void prepare(Link& link, const Request& request) {
    if (request.operation() != nullptr) link.prepare(request.operation()->statement());
    if (request.kind() == RequestKind::savepoint) link.prepare(savepoint_statement);
}

constexpr unsigned most_cancelled_by_others = 10;
constexpr unsigned most_stale = 10;

auto is_of_kind(const std::exception_ptr& error, ErrorKind kind) -> bool {
    try {
        std::rethrow_exception(error);
    } catch (const DatabaseError& thrown) {
        return thrown.kind() == kind;
    } catch (...) {
        return false;
    }
}

}  // namespace

auto make_unit(PostgresEngine& engine, Transaction mode, UnitLimits limits)
    -> std::unique_ptr<UnitOfWork> {
    if (mode == Transaction::read) return std::make_unique<ReadUnit>(engine);
    return std::make_unique<TransactionUnit>(engine, mode, limits);
}

ReadUnit::~ReadUnit() {
    while (Sent* sent = sent_.front()) sent->forget_sender();
}

void ReadUnit::submit(Request& request) {
    if (request.kind() != RequestKind::run) return request.completed(nullptr);
    send(request, With::others);
}

void ReadUnit::send(Request& request, With with) {
    if (const auto refusal = engine_->refusal(engine_->reads_in_flight())) {
        return request.completed(refusal);
    }
    Link* link = engine_->reader();
    if (link == nullptr) return request.completed(engine_->unreachable());
    auto* sent = new Sent(*this, request);
    sent_.push_back(*sent);
    if (with == With::none) link->sync();
    link->run(request.operation()->statement(), request.operation()->values(), *sent);
    if (with == With::none) link->sync();
}

void ReadUnit::held_up(Sent& sent) {
    Request* request = sent.request();
    if (request == nullptr) return;  // taken back, because another one of its unit was refused
    sent.forget_request();
    send(*request, With::none);
}

// A read that was skipped because another one of its group failed, or that was hit when another
// was cancelled, is asked again, by itself.
void ReadUnit::answered(Request* request, RequestKind /*kind*/, Outcome outcome) {
    if (request == nullptr) return;
    if (outcome.skipped || (outcome.stale && stale_++ < most_stale))
        return send(*request, With::none);
    if (outcome.error && is_of_kind(outcome.error, ErrorKind::interrupted) &&
        cancelled_by_others_++ < most_cancelled_by_others) {
        return send(*request, With::none);
    }
    std::exception_ptr failure =
        outcome.result != nullptr ? take_rows(*request->operation(), outcome) : outcome.error;
    engine_->count_statement(failure != nullptr);
    request->completed(std::move(failure));
}

auto ReadUnit::cancel(Request& request) -> bool {
    for (Sent* sent = sent_.front(); sent != nullptr; sent = sent_.after(*sent)) {
        if (sent->request() == &request) sent->forget_request();
    }
    return true;
}

// Whether a transaction has begun.
class TransactionUnit::Begin final : public Command {
  public:
    explicit Begin(TransactionUnit& unit) noexcept : unit_(&unit) {}
    void completed(Outcome outcome) override {
        const std::unique_ptr<Begin> self(this);
        if (unit_ != nullptr) unit_->begin_answered(outcome);
    }
    [[nodiscard]] auto is_wanted() const noexcept -> bool override { return false; }
    void forget() noexcept { unit_ = nullptr; }

  private:
    TransactionUnit* unit_;
};

TransactionUnit::~TransactionUnit() {
    if (begin_ != nullptr) begin_->forget();
    if (waiting_) engine_->pool().leave(*this);
    while (Sent* sent = sent_.front()) sent->forget_sender();
    if (slot_ == nullptr) return;
    engine_->roll_back(*slot_, limits_.hold == nullptr);
    if (limits_.hold != nullptr) limits_.hold->take_back();
}

void TransactionUnit::submit(Request& request) {
    using enum RequestKind;
    if (slot_ != nullptr) {
        pending_.push_back(request);
        return send_pending();
    }
    // Whoever ends a part of what was lost is told so, and not only who ends the whole.
    if (lost_ && request.kind() != commit && request.kind() != rollback)
        return request.completed(connection_lost());
    const bool begins = request.kind() == run || request.kind() == savepoint;
    if (!begins && !waiting_) return end_nothing(request);
    if (!waiting_) {
        if (const auto refusal = engine_->refusal(engine_->pool().waiting()))
            return request.completed(refusal);
    }
    pending_.push_back(request);
    if (!std::exchange(waiting_, true)) ask();
}

void TransactionUnit::ask() {
    if (limits_.hold == nullptr) return engine_->pool().enter(*this);
    Slot* held = limits_.hold->lend(*this);
    held != nullptr ? granted(*held) : refused(connection_lost());
}

// After a failed end nobody knows whether the transaction is still open.
void TransactionUnit::give_back(bool roll_back) {
    Slot* slot = std::exchange(slot_, nullptr);
    const bool own = limits_.hold == nullptr;
    if (!own) limits_.hold->take_back();
    if (roll_back) return engine_->roll_back(*slot, own);
    if (own) engine_->pool().give_back(*slot);
}

// Of a connection that is lost.
void TransactionUnit::lose_slot() {
    if (limits_.hold == nullptr) slot_->borrower = nullptr;
    if (limits_.hold != nullptr) limits_.hold->take_back();
    slot_ = nullptr;
}

void TransactionUnit::end_nothing(Request& request) {
    const bool fails = std::exchange(lost_, false) && request.kind() == RequestKind::commit;
    request.completed(fails ? connection_lost() : nullptr);
}

void TransactionUnit::granted(Slot& slot) {
    waiting_ = false;
    cancelled_ = false;
    slot_ = &slot;
    engine_->set_timeout(slot, limits_.deadline);
    for (Request* each = pending_.front(); each != nullptr; each = pending_.after(*each))
        prepare(*slot.link, *each);
    begin_ = new Begin(*this);
    const Isolation isolation = limits_.isolation.value_or(engine_->options().isolation);
    slot.link->run(begin_statement(mode_, isolation), {}, *begin_);
    group_ = slot.link->group();
    send_pending();
}

// A statement in the group of BEGIN is skipped when that fails; a later one would run outside of
// any transaction, so it waits for BEGIN's answer.
void TransactionUnit::send_pending() {
    while (Request* request = pending_.front()) {
        if (begin_ != nullptr) {
            prepare(*slot_->link, *request);
            if (!ends_transaction(request->kind()) && slot_->link->group() != group_) return;
        }
        pending_.pop_front();
        send(*request);
    }
}

void TransactionUnit::begin_answered(const Outcome& outcome) {
    begin_ = nullptr;
    if (slot_ != nullptr && !slot_->link->is_ready()) {
        lost_ = true;
        lose_slot();
    }
    if (outcome.result == nullptr) {
        if (slot_ != nullptr) {
            lost_ = true;
            give_back(true);
        }
        return refused(is_of_kind(outcome.error, ErrorKind::interrupted)
                           ? error(ErrorKind::conflict, "its BEGIN was cancelled by somebody else")
                           : outcome.error);
    }
    if (slot_ != nullptr) send_pending();
}

void TransactionUnit::refused(std::exception_ptr error) {
    waiting_ = false;
    IntrusiveList<Request> refused;
    refused.append(pending_);
    while (Request* request = refused.pop_front()) request->completed(error);
}

void TransactionUnit::slot_lost() {
    slot_ = nullptr;
    lost_ = true;
}

void TransactionUnit::send(Request& request) {
    auto* sent = new Sent(*this, request);
    sent_.push_back(*sent);
    Link& link = *slot_->link;
    switch (request.kind()) {
        case RequestKind::run:
            if (request.operation()->piece().cursor != 0)
                return send_piece(*request.operation(), *sent);
            return link.run(request.operation()->statement(), request.operation()->values(), *sent);
        case RequestKind::savepoint: return link.run(savepoint_statement, {}, *sent);
        case RequestKind::release: return link.run(release_statement, {}, *sent);
        case RequestKind::undo:
            link.sync();
            link.run(undo_statement, {}, *new Unattended);
            return link.run(release_statement, {}, *sent);
        case RequestKind::lock: break;
        case RequestKind::commit: return link.run(commit_statement, {}, *sent);
        case RequestKind::rollback:
            link.sync();  // so that no failure before it skips it
            return link.run(rollback_statement, {}, *sent);
    }
}

namespace {

constexpr Statement close_statement{.name = "strata.close"};

auto cursor_name(std::uint64_t cursor) -> std::string {
    return "strata_cursor_" + std::to_string(cursor);
}

}  // namespace

void TransactionUnit::send_piece(Operation& operation, Sent& sent) {
    const Statement& statement = operation.statement();
    const Operation::Piece& piece = operation.piece();
    const std::string name = cursor_name(piece.cursor);
    Link& link = *slot_->link;
    if (piece.first) {
        link.run_text(
            "DECLARE " + name + " NO SCROLL CURSOR FOR " + std::string(statement.postgres),
            statement, operation.values(), *new Unattended);
    }
    link.run_text("FETCH FORWARD " + std::to_string(piece.rows) + " FROM " + name, statement, {},
                  sent);
}

// Of a transaction that failed, its end will do it.
void TransactionUnit::close_cursor(std::uint64_t cursor) {
    if (slot_ == nullptr) return;
    slot_->link->run_text("CLOSE " + cursor_name(cursor), close_statement, {}, *new Unattended);
}

// Null, or what the requester is told.
auto TransactionUnit::take_error(RequestKind kind, Request* request, Outcome& outcome)
    -> std::exception_ptr {
    if (outcome.skipped && !outcome.error)
        return error(ErrorKind::interrupted, "a statement before it in its transaction failed");
    if (outcome.result == nullptr) {
        if (!cancelled_ && is_of_kind(outcome.error, ErrorKind::interrupted))
            return error(ErrorKind::conflict, "a statement was cancelled by somebody else");
        return outcome.error;
    }
    if (kind == RequestKind::run)
        return request != nullptr ? take_rows(*request->operation(), outcome) : nullptr;
    auto* mutable_result = const_cast<PGresult*>(outcome.result);  // libpq only reads it
    if (kind == RequestKind::commit && std::string_view(PQcmdStatus(mutable_result)) != "COMMIT") {
        return error(ErrorKind::interrupted, "the transaction had failed and was rolled back");
    }
    return nullptr;
}

void TransactionUnit::answered(Request* request, RequestKind kind, Outcome outcome) {
    const bool ended = ends_transaction(kind) && !outcome.skipped;
    std::exception_ptr failure = take_error(kind, request, outcome);
    if (kind == RequestKind::run) engine_->count_statement(failure != nullptr);
    if (ended && !failure) engine_->count_end(kind);
    if (slot_ != nullptr && !slot_->link->is_ready()) {
        lost_ = !ends_transaction(kind);
        lose_slot();
    } else if (ended && slot_ != nullptr) {
        give_back(failure != nullptr);
    }
    // The end of the connection rolls back as well, and so does another ROLLBACK.
    if (kind == RequestKind::rollback) failure = nullptr;
    if (request != nullptr) request->completed(std::move(failure));
}

auto TransactionUnit::find(const Request& request) -> Sent* {
    Sent* sent = sent_.front();
    while (sent != nullptr && sent->request() != &request) sent = sent_.after(*sent);
    return sent;
}

// A statement that runs is told to stop; nobody waits for that, since ROLLBACK is all that can
// follow.
auto TransactionUnit::cancel(Request& request) -> bool {
    if (request.is_linked()) {
        request.unlink();
        if (pending_.empty() && std::exchange(waiting_, false)) engine_->pool().leave(*this);
        return true;
    }
    Sent* sent = find(request);
    if (sent == nullptr) return true;
    if (request.kind() == RequestKind::commit && sent_.front()->kind() == RequestKind::run) {
        for (Sent* each = sent_.front(); each != nullptr; each = sent_.after(*each))
            each->give_up();
        stop();
    }
    if (request.kind() != RequestKind::run) return false;
    sent->forget_request();
    stop();
    return true;
}

void TransactionUnit::stop() {
    cancelled_ = true;
    if (slot_ != nullptr) engine_->cancel(*slot_);
}

void TransactionUnit::withdraw(Request& request) {
    if (cancel(request)) return;
    find(request)->forget_request();
}

}  // namespace strata::data::postgres

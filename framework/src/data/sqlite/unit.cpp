#include "data/sqlite/unit.hpp"

#include "strata/data/error.hpp"

namespace strata::data::sqlite {
namespace {

// What runs on the connection ends when the job is told to stop.
class StopGuard final {
  public:
    StopGuard(Connection& connection, const std::atomic<bool>* flag) : connection_(&connection) {
        connection.stop_on(flag);
    }
    StopGuard(const StopGuard&) = delete;
    auto operator=(const StopGuard&) -> StopGuard& = delete;
    ~StopGuard() { connection_->stop_on(nullptr); }

  private:
    Connection* connection_;
};

}  // namespace

auto make_unit(SqliteEngine& engine, Transaction mode) -> std::unique_ptr<UnitOfWork> {
    if (mode == Transaction::read) return std::make_unique<ReadUnit>(engine);
    return std::make_unique<TransactionUnit>(engine, mode);
}

void Unit::submit(Request& request) {
    if (active_ != nullptr) {
        pending_.push_back(request);
        return;
    }
    active_ = &request;
    begin_request();
}

void Unit::send() {
    sent_ = true;
    lane().submit(*this);
}

void Unit::next() {
    active_ = pending_.pop_front();
    if (active_ != nullptr) begin_request();
}

void Unit::complete(std::exception_ptr error) {
    Request* done = std::exchange(active_, nullptr);
    if (done->kind() == RequestKind::run) {
        ++engine_->counters().statements;
        if (error) ++engine_->counters().failures;
    }
    sent_ = false;
    next();
    done->completed(std::move(error));  // may destroy this unit
}

auto Unit::cancel(Request& request) -> bool {
    if (&request == active_ && sent_) {
        if (request.kind() == RequestKind::run) lane().cancel(*this);
        return false;
    }
    drop(request);
    return true;
}

void Unit::withdraw(Request& request) {
    if (&request == active_ && sent_) {
        request.kind() == RequestKind::run ? lane().abandon(*this) : lane().finish(*this);
        sent_ = false;
        next();
    } else {
        drop(request);
    }
}

// A request that has not been sent. The next one takes over its place in the line.
void Unit::drop(Request& request) {
    if (&request != active_) return request.unlink();
    active_ = pending_.pop_front();
    if (active_ == nullptr) leave_line();
}

void ReadUnit::begin_request() {
    if (active().kind() != RequestKind::run) return complete(nullptr);
    if (const auto refusal = engine().refusal(0)) return complete(refusal);
    send();
}

void ReadUnit::run(std::unique_ptr<Connection>& own) {
    const StopGuard guard(*own, stop_flag());
    own->run(*active().operation());
}

TransactionUnit::~TransactionUnit() {
    end_done();
    if (waiting_) line().leave(*this);
    if (!holding_) return;
    if (begun_) engine().roll_back(slot_);
    if (begun_ && slot_ != nullptr) return;  // given back when the rollback is done
    let_go();
}

auto TransactionUnit::line() -> Line& {
    return writes() ? engine().writer_line() : engine().snapshot_line();
}

void TransactionUnit::begin_request() {
    const RequestKind kind = active().kind();
    if (holding_) return continue_request();
    if (kind != RequestKind::run && kind != RequestKind::savepoint)
        return complete(nullptr);  // nothing has begun
    if (const auto refusal = engine().refusal(line().waiting())) return complete(refusal);
    waiting_ = !line().enter(*this);
    if (!waiting_) granted();
}

// The transaction is open. Of a database that closes, only a rollback can still be asked.
void TransactionUnit::continue_request() {
    const RequestKind kind = active().kind();
    if (kind == RequestKind::rollback && engine().is_shut()) {
        begun_ = holding_ = false;
        return complete(nullptr);
    }
    const auto refusal = engine().refusal(0);
    if (refusal && kind != RequestKind::rollback) return complete(refusal);
    ends_transaction(kind) ? send_end() : send_request();
}

// With the cursors that were given up since the last one.
void TransactionUnit::send_request() {
    to_close_.swap(given_up_);
    given_up_.clear();
    send();
}

void TransactionUnit::granted() {
    waiting_ = false;
    holding_ = true;
    if (!writes()) slot_ = &engine().take_slot();
    send_request();
}

void TransactionUnit::refused(std::exception_ptr error) {
    waiting_ = false;
    complete(std::move(error));
}

void TransactionUnit::leave_line() {
    if (waiting_) line().leave(*this);
    waiting_ = false;
}

// The writer's next unit is sent right behind this one's end; a snapshot's connection must have
// come back.
void TransactionUnit::send_end() {
    ++(active().kind() == RequestKind::commit ? engine().counters().commits
                                              : engine().counters().rollbacks);
    send();
    if (!writes()) return;
    ending_ = true;
    engine().end_sent();
    let_go();
}

void TransactionUnit::end_done() {
    if (std::exchange(ending_, false)) engine().end_done();
}

void TransactionUnit::let_go() {
    holding_ = false;
    if (writes()) return line().release();
    engine().give_back(*std::exchange(slot_, nullptr));
}

void TransactionUnit::run(std::unique_ptr<Connection>& own) {
    if (slot_ == nullptr) return run_on(*own);
    if (!slot_->connection) slot_->connection = engine().open_reader();
    run_on(*slot_->connection);
}

void TransactionUnit::run_on(Connection& connection) {
    const RequestKind kind = active().kind();
    if (kind == RequestKind::commit) return begun_ ? connection.commit() : void();
    if (kind == RequestKind::rollback) return connection.rollback();
    const StopGuard guard(connection, kind == RequestKind::run ? stop_flag() : nullptr);
    for (const std::uint64_t cursor : to_close_) connection.close_cursor(cursor);
    to_close_.clear();
    if (!begun_) {
        writes() ? connection.begin_write() : connection.begin_read();
        begun_ = true;
    } else if (!connection.in_transaction()) {
        throw DatabaseError(ErrorKind::interrupted, "SQLite has rolled the transaction back");
    }
    switch (kind) {
        case RequestKind::savepoint: return connection.savepoint();
        case RequestKind::release: return connection.release();
        case RequestKind::undo: return connection.undo();
        default: return connection.run(*active().operation());
    }
}

void TransactionUnit::finished() {
    std::exception_ptr failure = take_error();
    end_done();
    if (writes() && active().kind() != RequestKind::rollback) engine().note_write(failure);
    if (slot_ != nullptr) slot_->is_open = slot_->connection != nullptr;
    if (ends_transaction(active().kind())) begun_ = false;
    if (!begun_ && holding_) let_go();
    complete(std::move(failure));
}

}  // namespace strata::data::sqlite

#include "strata/data/db.hpp"

#include <stdexcept>

#include "data/engine.hpp"
#include "data/watch.hpp"
#include "strata/data/database.hpp"
#include "strata/data/error.hpp"
#include "strata/data/lock.hpp"
#include "strata/loop/cancel.hpp"

namespace strata::data {

Db::Db(Database& database, TransactionOptions options, TimePoint deadline,
       DatabaseLock* lock) noexcept
    : database_(&database),
      mode_(options.mode),
      isolation_(options.isolation),
      deadline_(deadline),
      lock_(lock) {}

Db::~Db() = default;

auto Db::new_unit(Transaction mode) -> std::unique_ptr<UnitOfWork> {
    UnitOptions options{.deadline = deadline_, .isolation = isolation_};
    if (lock_ != nullptr && mode == mode_) options.hold = lock_->hold_.get();
    return database_->engine().unit(mode, options);
}

auto Db::unit() -> UnitOfWork& {
    if (!unit_) unit_ = new_unit(mode_);
    return *unit_;
}

void Db::allow(const Operation& operation) const {
    const Statement& statement = operation.statement();
    const auto refuse = [&](const char* why) {
        throw std::logic_error(std::string(statement.name) + why);
    };
    if (mode_ == Transaction::none) refuse(": the method's transaction is none: open one first");
    if (state_.sent_failure) std::rethrow_exception(state_.sent_failure);
    if (state_.failed) refuse(": the transaction failed before: it can only be rolled back");
    if (state_.ending) refuse(": the transaction's commit is on its way");
    if (statement.writes && mode_ != Transaction::write) {
        throw DatabaseError(ErrorKind::readonly,
                            std::string(statement.name) + ": writes, in a unit that only reads");
    }
    const std::size_t rows = operation.rows();
    if (rows > database_->options().batch) {
        throw DatabaseError(ErrorKind::statement, std::string(statement.name) + ": " +
                                                      std::to_string(rows) +
                                                      " rows at once, database.batch is " +
                                                      std::to_string(database_->options().batch));
    }
}

auto Db::run(Operation& operation) -> Hop {
    allow(operation);
    note_run(operation.statement());
    return Hop(unit(), operation, state_);
}

auto Db::begun() const noexcept -> bool {
    return state_.sent_failure != nullptr || (unit_ != nullptr && unit_->begun());
}

void Db::note_run(const Statement& statement) {
    const DatabaseOptions& options = database_->options();
    if (options.warn_repeats == 0 && options.warn_idle.count() == 0) return;
    if (!watch_) watch_ = std::make_unique<Watch>(options);
    state_.timed = mode_ == Transaction::write;
    watch_->run(statement, begun() ? state_.idle_since : Watch::never);
}

void Db::note_end() {
    if (watch_ && begun()) watch_->end(state_.idle_since);
    watch_.reset();
    ++transactions_;
}

void Db::send(Execution statement) {
    if (mode_ != Transaction::write)
        throw std::logic_error("what is sent without waiting needs a transaction that writes");
    if (!sent_) sent_ = std::make_unique<TaskGroup>(database_->loop());
    sent_->spawn(attend(std::move(statement)));
}

auto Db::attend(Execution statement) -> Task<> {
    try {
        co_await statement;
    } catch (...) {
        if (!state_.sent_failure) state_.sent_failure = std::current_exception();
    }
}

auto Db::wait_for_sent() -> Task<> {
    if (sent_) co_await sent_->wait();
    if (state_.sent_failure) std::rethrow_exception(state_.sent_failure);
}

// Where a failed statement fails the commit too, that is sent right behind the statements.
auto Db::commit() -> Task<> {
    if (state_.sent_failure) std::rethrow_exception(state_.sent_failure);
    if (!unit_) co_return;
    if (!database_->engine().fails_as_a_whole()) co_await wait_for_sent();
    if (state_.failed)
        throw std::logic_error("the transaction failed before: it can only be rolled back");
    note_end();
    state_.ending = true;
    std::exception_ptr failure;
    try {
        co_await Hop(*unit_, RequestKind::commit);
    } catch (...) {
        failure = std::current_exception();
    }
    state_.ending = false;
    if (state_.sent_failure) failure = state_.sent_failure;
    if (failure) std::rethrow_exception(failure);
}

auto Db::rollback() -> Task<> {
    if (sent_) {
        sent_->cancel_all(CancelReason::abandoned);
        co_await sent_->wait();
        sent_.reset();
    }
    state_ = UnitState{};
    watch_.reset();
    ++transactions_;
    if (unit_) co_await Hop(*unit_, RequestKind::rollback);
}

auto Db::begin_part() -> Task<> {
    co_await wait_for_sent();
    if (mode_ == Transaction::none || state_.failed || state_.ending)
        throw std::logic_error("a savepoint needs a transaction that has not failed");
    try {
        co_await Hop(unit(), RequestKind::savepoint);
    } catch (...) {
        state_.failed = true;
        throw;
    }
}

auto Db::end_part() -> Task<> {
    co_await wait_for_sent();
    if (state_.failed)
        throw std::logic_error("a statement of the savepoint failed, and was taken for a success");
    co_await Hop(unit(), RequestKind::release);
}

namespace {

auto ends_all(const std::exception_ptr& failure) -> bool {
    if (!failure) return false;
    try {
        std::rethrow_exception(failure);
    } catch (const Cancelled&) {
        return true;
    } catch (const DatabaseError& error) {
        switch (error.kind()) {
            case ErrorKind::busy:
            case ErrorKind::conflict:
            case ErrorKind::unavailable:
            case ErrorKind::full:
            case ErrorKind::interrupted: return true;
            default: return false;
        }
    } catch (...) {
        return false;
    }
}

}  // namespace

// Until the part is undone, nothing may be committed.
auto Db::undo_part(std::exception_ptr failure) -> Task<> {
    state_.failed = true;
    ++transactions_;
    if (sent_) co_await sent_->wait();
    if (ends_all(failure) || ends_all(state_.sent_failure)) co_return;
    co_await Hop(unit(), RequestKind::undo);
    state_.failed = false;
    state_.sent_failure = nullptr;
}

}  // namespace strata::data

#include "strata/data/db.hpp"

#include <stdexcept>

#include "data/engine.hpp"
#include "strata/data/database.hpp"
#include "strata/data/error.hpp"
#include "strata/data/lock.hpp"

namespace strata::data {

Db::Db(Database& database, Transaction mode, TimePoint deadline, DatabaseLock* lock) noexcept
    : database_(&database), mode_(mode), deadline_(deadline), lock_(lock) {}

Db::~Db() = default;

auto Db::unit() -> UnitOfWork& {
    if (!unit_) {
        UnitOptions options{.deadline = deadline_};
        if (lock_ != nullptr) options.hold = lock_->hold_.get();
        unit_ = database_->engine().unit(mode_, options);
    }
    return *unit_;
}

void Db::allow(const Operation& operation) const {
    const Statement& statement = operation.statement();
    const auto refuse = [&](const char* why) {
        throw std::logic_error(std::string(statement.name) + why);
    };
    if (mode_ == Transaction::none) refuse(": the method's transaction is none: open one first");
    if (failed_) refuse(": the transaction failed before: it can only be rolled back");
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
    return Hop(unit(), operation, failed_);
}

auto Db::begun() const noexcept -> bool { return unit_ != nullptr && unit_->begun(); }

auto Db::commit() -> Task<> {
    if (!unit_) co_return;
    if (failed_)
        throw std::logic_error("the transaction failed before: it can only be rolled back");
    co_await Hop(*unit_, RequestKind::commit);
}

auto Db::rollback() -> Task<> {
    failed_ = false;
    if (unit_) co_await Hop(*unit_, RequestKind::rollback);
}

}  // namespace strata::data

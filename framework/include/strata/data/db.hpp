#pragma once
// Db: the unit of work of one call, as a handler gets it from context.db(). The transaction begins
// with the first statement (docs/data.md has the modes) and ends with commit() or rollback(), which
// the Dispatcher calls; a Db that is destroyed before is rolled back. After its end, a further
// statement begins a new transaction.
//
// Loop thread only. It outlives the Tasks it gives. Values are copied into the Task; rows are read
// on the database's thread. After a statement failed or was cancelled, a transaction can only be
// rolled back, on every engine.
//
// Errors: DatabaseError; Cancelled; std::logic_error for what no caller may do (a statement in mode
// `none`, a statement or commit after a failure).
#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "strata/data/hop.hpp"
#include "strata/data/list.hpp"
#include "strata/data/operation.hpp"
#include "strata/data/row.hpp"
#include "strata/data/rows.hpp"
#include "strata/data/statement.hpp"
#include "strata/data/transaction.hpp"
#include "strata/data/value.hpp"
#include "strata/loop/task.hpp"

namespace strata::data {

class Database;
class DatabaseLock;

class Db final {
  public:
    template <class T>
    using ReadRow = T (*)(RowReader&);

    // After `deadline` nobody waits for a statement any more: the database may end it.
    using TimePoint = std::chrono::steady_clock::time_point;
    Db(Database& database, Transaction mode, TimePoint deadline = TimePoint::max(),
       DatabaseLock* lock = nullptr) noexcept;
    Db(const Db&) = delete;
    auto operator=(const Db&) -> Db& = delete;
    ~Db();

    // The rows that were changed.
    template <class... P>
    [[nodiscard]] auto execute(const Statement& statement, P... values) -> Task<std::int64_t>;
    // Of a statement that inserts many rows, all of them or none; none to insert is no error.
    template <class R>
    [[nodiscard]] auto execute(const Statement& statement, Batch<R> rows) -> Task<std::int64_t>;
    template <class T, class R>
    [[nodiscard]] auto many(const Statement& statement, ReadRow<T> read, Batch<R> rows)
        -> Task<std::vector<T>>;
    // Exactly one row; another number is a DatabaseError (rows).
    template <class T, class... P>
    [[nodiscard]] auto one(const Statement& statement, ReadRow<T> read, P... values) -> Task<T>;
    // One row or none.
    template <class T, class... P>
    [[nodiscard]] auto optional(const Statement& statement, ReadRow<T> read, P... values)
        -> Task<std::optional<T>>;
    template <class T, class... P>
    [[nodiscard]] auto many(const Statement& statement, ReadRow<T> read, P... values)
        -> Task<std::vector<T>>;
    // The one column of exactly one row.
    template <class T, class... P>
    [[nodiscard]] auto scalar(const Statement& statement, P... values) -> Task<T> {
        return one<T>(statement, &read_single<T>, std::move(values)...);
    }

    // Without a transaction they do nothing. commit() in a cancelled scope throws Cancelled and
    // commits nothing, once begun it goes on to its end; call rollback() shielded.
    [[nodiscard]] auto commit() -> Task<>;
    [[nodiscard]] auto rollback() -> Task<>;

    // A transaction is open or waits for its turn.
    [[nodiscard]] auto begun() const noexcept -> bool;
    // A statement failed: what is left is to roll back.
    [[nodiscard]] auto failed() const noexcept -> bool { return failed_; }
    [[nodiscard]] auto mode() const noexcept -> Transaction { return mode_; }

  private:
    [[nodiscard]] auto run(Operation& operation) -> Hop;
    void allow(const Operation& operation) const;
    auto unit() -> UnitOfWork&;

    Database* database_;
    const Transaction mode_;
    const TimePoint deadline_;
    DatabaseLock* lock_;   // what is held around it, and outlives it
    bool failed_ = false;  // of the open transaction
    std::unique_ptr<UnitOfWork> unit_{};
};

template <class... P>
auto Db::execute(const Statement& statement, P... values) -> Task<std::int64_t> {
    const std::array<Value, sizeof...(P)> bound{to_value(values)...};
    Operation operation(statement, bound);
    co_await run(operation);
    co_return operation.changes();
}

template <class R>
auto Db::execute(const Statement& statement, Batch<R> rows) -> Task<std::int64_t> {
    const std::vector<Value> columns = rows.values();
    Operation operation(statement, columns);
    co_await run(operation);
    co_return operation.changes();
}

template <class T, class R>
auto Db::many(const Statement& statement, ReadRow<T> read, Batch<R> batch) -> Task<std::vector<T>> {
    const std::vector<Value> columns = batch.values();
    AllRows<T> rows(read);
    Operation operation(statement, columns, &AllRows<T>::take, &rows);
    co_await run(operation);
    co_return std::move(rows).values();
}

template <class T, class... P>
auto Db::one(const Statement& statement, ReadRow<T> read, P... values) -> Task<T> {
    const std::array<Value, sizeof...(P)> bound{to_value(values)...};
    SingleRow<T> row(statement, read);
    Operation operation(statement, bound, &SingleRow<T>::take, &row);
    co_await run(operation);
    co_return std::move(row).value();
}

template <class T, class... P>
auto Db::optional(const Statement& statement, ReadRow<T> read, P... values)
    -> Task<std::optional<T>> {
    const std::array<Value, sizeof...(P)> bound{to_value(values)...};
    SingleRow<T> row(statement, read);
    Operation operation(statement, bound, &SingleRow<T>::take, &row);
    co_await run(operation);
    co_return std::move(row).optional();
}

template <class T, class... P>
auto Db::many(const Statement& statement, ReadRow<T> read, P... values) -> Task<std::vector<T>> {
    const std::array<Value, sizeof...(P)> bound{to_value(values)...};
    AllRows<T> rows(read);
    Operation operation(statement, bound, &AllRows<T>::take, &rows);
    co_await run(operation);
    co_return std::move(rows).values();
}

}  // namespace strata::data

namespace strata {
using data::Db;
}

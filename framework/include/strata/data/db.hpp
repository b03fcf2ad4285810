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
// `none`, a statement or commit after a failure, a statement beside a commit).
#include <array>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "strata/data/cursor.hpp"
#include "strata/data/execution.hpp"
#include "strata/data/hop.hpp"
#include "strata/data/list.hpp"
#include "strata/data/operation.hpp"
#include "strata/data/row.hpp"
#include "strata/data/rows.hpp"
#include "strata/data/statement.hpp"
#include "strata/data/transaction.hpp"
#include "strata/data/value.hpp"
#include "strata/loop/stream.hpp"
#include "strata/loop/task.hpp"
#include "strata/loop/task_group.hpp"

namespace strata::data {

class Database;
class DatabaseLock;
class Watch;

class Db final {
  public:
    template <class T>
    using ReadRow = T (*)(RowReader&);

    // After `deadline` nobody waits for a statement any more: the database may end it.
    using TimePoint = std::chrono::steady_clock::time_point;
    Db(Database& database, TransactionOptions options, TimePoint deadline = TimePoint::max(),
       DatabaseLock* lock = nullptr) noexcept;
    Db(const Db&) = delete;
    auto operator=(const Db&) -> Db& = delete;
    ~Db();

    template <class... P>
    [[nodiscard]] auto execute(const Statement& statement, P... values) -> Execution {
        return Execution(run_bound(statement, std::move(values)...));
    }
    // Of a statement that inserts many rows, all of them or none; none to insert is no error.
    template <class R>
    [[nodiscard]] auto execute(const Statement& statement, Batch<R> rows) -> Execution {
        return Execution(run_batch(statement, std::move(rows)));
    }
    template <class T, class R>
    [[nodiscard]] auto many(const Statement& statement, ReadRow<T> read, Batch<R> rows)
        -> Task<std::vector<T>>;
    // Sends it, and goes on without its answer: when it fails, so do the statements behind it and
    // the commit, with its error. In mode `write` alone.
    void send(Execution statement);
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

    // The rows one after another, read in pieces of database.streamRows while the consumer waits
    // for the next, from one state of the database: that of the transaction, or where there is none
    // (mode `read`) of a connection of its own. Destroyed before its end, it is closed. The Db
    // outlives the Stream; what the transaction writes meanwhile may be in it or not.
    template <class T, class... P>
    [[nodiscard]] auto stream(const Statement& statement, ReadRow<T> read, P... values)
        -> Stream<T>;

    // A part of the transaction that can fail alone: `fn(Db&) -> Task<...>`. When it ends with an
    // exception or a declared error, what it changed is undone, and the transaction goes on; but a
    // conflict, a lost connection or a cancellation ends the whole transaction.
    template <class F>
    [[nodiscard]] auto savepoint(F fn) -> task_of<F, Db>;

    // Without a transaction they do nothing. commit() in a cancelled scope throws Cancelled and
    // commits nothing, once begun it goes on to its end; call rollback() shielded.
    [[nodiscard]] auto commit() -> Task<>;
    [[nodiscard]] auto rollback() -> Task<>;

    // A transaction is open or waits for its turn, or what was sent has failed: it must be ended.
    [[nodiscard]] auto begun() const noexcept -> bool;
    // A statement failed: what is left is to roll back.
    [[nodiscard]] auto failed() const noexcept -> bool { return state_.failed; }
    [[nodiscard]] auto mode() const noexcept -> Transaction { return mode_; }

  private:
    friend class Cursor;

    [[nodiscard]] auto run(Operation& operation) -> Hop;
    void allow(const Operation& operation) const;
    auto unit() -> UnitOfWork&;
    [[nodiscard]] auto new_unit(Transaction mode) -> std::unique_ptr<UnitOfWork>;
    template <class... P>
    [[nodiscard]] auto run_bound(const Statement& statement, P... values) -> Task<std::int64_t>;
    template <class R>
    [[nodiscard]] auto run_batch(const Statement& statement, Batch<R> rows) -> Task<std::int64_t>;
    [[nodiscard]] auto attend(Execution statement) -> Task<>;
    // Until all that was sent has been answered. Throws what of it failed.
    [[nodiscard]] auto wait_for_sent() -> Task<>;
    [[nodiscard]] auto begin_part() -> Task<>;
    [[nodiscard]] auto end_part() -> Task<>;
    // Undoes the newest part, unless `failure` is one that ends the whole transaction.
    [[nodiscard]] auto undo_part(std::exception_ptr failure) -> Task<>;
    void note_run(const Statement& statement);
    void note_end();

    Database* database_;
    const Transaction mode_;
    const std::optional<Isolation> isolation_;
    const TimePoint deadline_;
    DatabaseLock* lock_;  // what is held around it, and outlives it
    UnitState state_{};
    std::uint64_t transactions_ = 0;  // ended, or undone in part: no cursor goes on behind that
    std::uint64_t cursors_ = 0;
    std::unique_ptr<Watch> watch_{};
    std::unique_ptr<UnitOfWork> unit_{};
    std::unique_ptr<TaskGroup> sent_{};  // whose tasks end before the unit
};

template <class... P>
auto Db::run_bound(const Statement& statement, P... values) -> Task<std::int64_t> {
    const std::array<Value, sizeof...(P)> bound{to_value(values)...};
    Operation operation(statement, bound);
    co_await run(operation);
    co_return operation.changes();
}

template <class T, class... P>
auto Db::stream(const Statement& statement, ReadRow<T> read, P... values) -> Stream<T> {
    const std::array<Value, sizeof...(P)> bound{to_value(values)...};
    Cursor cursor(*this, statement, bound);
    while (!cursor.ended()) {
        AllRows<T> rows(read);
        co_await cursor.fetch(&AllRows<T>::take, &rows);
        auto piece = std::move(rows).values();
        for (T& row : piece) co_yield std::move(row);
    }
}

// A Task's value is no Result with an error: it commits.
template <class V>
[[nodiscard]] auto is_success(const V& value) -> bool {
    if constexpr (requires {
                      value.has_value();
                      value.error();
                  }) {
        return value.has_value();
    } else {
        return true;
    }
}

template <class F>
auto Db::savepoint(F fn) -> task_of<F, Db> {
    static_assert(std::is_trivially_destructible_v<F>,
                  "savepoint() takes a function or a [&] lambda");
    using Result = typename task_of<F, Db>::value_type;
    co_await begin_part();
    std::exception_ptr failure;
    try {
        task_of<F, Db> body = fn(*this);
        if constexpr (std::is_void_v<Result>) {
            co_await body;
            co_await end_part();
            co_return;
        } else {
            auto value = co_await body;
            if (is_success(value)) {
                co_await end_part();
            } else {
                co_await undo_part(nullptr);
            }
            co_return value;
        }
    } catch (...) {
        failure = std::current_exception();
    }
    co_await undo_part(failure);
    std::rethrow_exception(failure);
}

template <class R>
auto Db::run_batch(const Statement& statement, Batch<R> rows) -> Task<std::int64_t> {
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
using data::Execution;
}  // namespace strata

#pragma once
// Request and UnitOfWork: the seam between Db, which handlers use, and the engines. Loop thread
// only.
#include <cstdint>
#include <exception>

#include "strata/loop/intrusive_list.hpp"

namespace strata::data {

class Operation;

enum class RequestKind : std::uint8_t {
    run,
    commit,
    rollback,
    lock,
    savepoint,  // begins a part of the transaction
    release,    // ends the newest part: it belongs to what is around it
    undo,       // rolls the newest part back, and ends it
};

[[nodiscard]] constexpr auto ends_transaction(RequestKind kind) noexcept -> bool {
    return kind == RequestKind::commit || kind == RequestKind::rollback;
}

// One thing asked of a unit of work. It stays where it is until completed() was called or
// withdraw() returned.
class Request : public ListNode {
  public:
    explicit Request(Operation& operation) noexcept : operation_(&operation) {}
    explicit Request(RequestKind kind) noexcept : kind_(kind) {}

    // `error` is null on success. Maybe called before UnitOfWork::submit returns.
    virtual void completed(std::exception_ptr error) = 0;

    [[nodiscard]] auto kind() const noexcept -> RequestKind { return kind_; }
    [[nodiscard]] auto operation() const noexcept -> Operation* { return operation_; }

  protected:
    ~Request() = default;

  private:
    RequestKind kind_ = RequestKind::run;
    Operation* operation_ = nullptr;
};

// A transaction of an engine, begun with its first operation. Destroyed while open, it is rolled
// back. Requests run in the order in which they came.
class UnitOfWork {
  public:
    UnitOfWork() = default;
    UnitOfWork(const UnitOfWork&) = delete;
    auto operator=(const UnitOfWork&) -> UnitOfWork& = delete;
    virtual ~UnitOfWork() = default;

    virtual void submit(Request& request) = 0;
    // Gives the request up. True: it is forgotten, completed() will not be called. False: it
    // completes, soon (a commit or rollback goes on to its end). Runs no foreign code.
    [[nodiscard]] virtual auto cancel(Request& request) -> bool = 0;
    // Takes the request back; waits for what runs of it.
    virtual void withdraw(Request& request) = 0;
    // Gives up a result that is read in pieces (Piece::cursor). The end of the transaction does so
    // too.
    virtual void close_cursor(std::uint64_t cursor) = 0;
    // A transaction is open, or has been asked for.
    [[nodiscard]] virtual auto begun() const -> bool = 0;
};

}  // namespace strata::data

#pragma once
// PostgreSQL's units of work: a read unit sends single statements over connections that all share;
// a write or snapshot unit has a connection of its own from its first statement to its end.
#include <memory>
#include <optional>

#include "data/postgres/pool.hpp"
#include "data/postgres/sent.hpp"
#include "strata/data/operation.hpp"
#include "strata/data/request.hpp"
#include "strata/data/transaction.hpp"

namespace strata::data::postgres {

class PostgresEngine;

class Hold;

struct UnitLimits {
    EventLoop::TimePoint deadline = EventLoop::TimePoint::max();
    std::optional<Isolation> isolation{};
    Hold* hold = nullptr;  // whose connection a transaction has
};

[[nodiscard]] auto make_unit(PostgresEngine& engine, Transaction mode, UnitLimits limits)
    -> std::unique_ptr<UnitOfWork>;

class ReadUnit final : public UnitOfWork, private Sent::Sender {
  public:
    explicit ReadUnit(PostgresEngine& engine) : engine_(&engine) {}
    ~ReadUnit() override;

    void submit(Request& request) override;
    [[nodiscard]] auto cancel(Request& request) -> bool override;
    void withdraw(Request& request) override { static_cast<void>(cancel(request)); }
    [[nodiscard]] auto begun() const -> bool override { return false; }
    void close_cursor(std::uint64_t /*cursor*/) override {}

  private:
    enum class With : bool { others, none };

    void answered(Request* request, RequestKind kind, Outcome outcome) override;
    void held_up(Sent& sent) override;
    void send(Request& request, With with);

    PostgresEngine* engine_;
    unsigned cancelled_by_others_ = 0;
    unsigned stale_ = 0;
    IntrusiveList<Sent> sent_{};
};

class TransactionUnit final : public UnitOfWork, private Borrower, private Sent::Sender {
  public:
    TransactionUnit(PostgresEngine& engine, Transaction mode, UnitLimits limits)
        : engine_(&engine), mode_(mode), limits_(limits) {}
    ~TransactionUnit() override;

    void submit(Request& request) override;
    [[nodiscard]] auto cancel(Request& request) -> bool override;
    void withdraw(Request& request) override;
    [[nodiscard]] auto begun() const -> bool override {
        return slot_ != nullptr || waiting_ || lost_;
    }
    void close_cursor(std::uint64_t cursor) override;

  private:
    class Begin;

    void granted(Slot& slot) override;
    void refused(std::exception_ptr error) override;
    void slot_lost() override;
    void answered(Request* request, RequestKind kind, Outcome outcome) override;
    void begin_answered(const Outcome& outcome);
    void send_pending();  // what may be sent of it by now
    void send(Request& request);
    void send_piece(Operation& operation, Sent& sent);
    void ask();                      // for a connection
    void give_back(bool roll_back);  // the connection
    void lose_slot();
    void stop();  // what runs of it
    void end_nothing(Request& request);
    [[nodiscard]] auto find(const Request& request) -> Sent*;
    [[nodiscard]] auto take_error(RequestKind kind, Request* request, Outcome& outcome)
        -> std::exception_ptr;

    PostgresEngine* engine_;
    const Transaction mode_;
    const UnitLimits limits_;
    Slot* slot_ = nullptr;     // whose connection it has
    Begin* begin_ = nullptr;   // on its way
    std::uint64_t group_ = 0;  // of the link, in which it is
    bool waiting_ = false;     // for one
    bool lost_ = false;        // the connection, and the transaction with it
    bool cancelled_ = false;   // a statement of it
    IntrusiveList<Request> pending_{};
    IntrusiveList<Sent> sent_{};
};

}  // namespace strata::data::postgres

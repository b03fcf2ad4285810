#pragma once
// SQLite's units of work: a read unit sends single statements to whichever reader is free; a write
// unit holds the writer from its first statement to its end, a snapshot unit a connection of its
// own.
#include <cstdint>
#include <memory>
#include <vector>

#include "data/sqlite/engine.hpp"

namespace strata::data::sqlite {

[[nodiscard]] auto make_unit(SqliteEngine& engine, Transaction mode) -> std::unique_ptr<UnitOfWork>;

// One request at a time, the others in line behind it.
class Unit : public UnitOfWork, protected Job {
  public:
    explicit Unit(SqliteEngine& engine) : engine_(&engine) {}

    void submit(Request& request) final;
    [[nodiscard]] auto cancel(Request& request) -> bool final;
    void withdraw(Request& request) final;

  protected:
    [[nodiscard]] auto engine() const -> SqliteEngine& { return *engine_; }
    [[nodiscard]] auto active() const -> Request& { return *active_; }
    void send();                              // the active request, to the lane
    void complete(std::exception_ptr error);  // the active request; then the next

    virtual void begin_request() = 0;  // sends, waits in a line first, or completes
    virtual void leave_line() = 0;     // nothing is asked for any more
    [[nodiscard]] virtual auto lane() -> Lane& = 0;

  private:
    void drop(Request& request);
    void next();

    SqliteEngine* engine_;
    Request* active_ = nullptr;
    bool sent_ = false;
    IntrusiveList<Request> pending_{};
};

class ReadUnit final : public Unit {
  public:
    using Unit::Unit;
    [[nodiscard]] auto begun() const -> bool override { return false; }
    void close_cursor(std::uint64_t /*cursor*/) override {}

  private:
    void begin_request() override;
    void leave_line() override {}
    auto lane() -> Lane& override { return engine().readers(); }
    void run(std::unique_ptr<Connection>& own) override;
    void finished() override { complete(take_error()); }
    [[nodiscard]] auto shares_read() const -> bool override { return true; }
};

class TransactionUnit final : public Unit, private Waiter {
  public:
    TransactionUnit(SqliteEngine& engine, Transaction mode) : Unit(engine), mode_(mode) {}
    ~TransactionUnit() override;
    [[nodiscard]] auto begun() const -> bool override { return holding_ || waiting_; }
    void close_cursor(std::uint64_t cursor) override { given_up_.push_back(cursor); }

  private:
    [[nodiscard]] auto writes() const -> bool { return mode_ == Transaction::write; }
    [[nodiscard]] auto line() -> Line&;
    auto lane() -> Lane& override { return writes() ? engine().writer() : engine().readers(); }
    void begin_request() override;
    void leave_line() override;
    void granted() override;
    void refused(std::exception_ptr error) override;
    void send_request();
    void continue_request();
    void send_end();
    void let_go();  // the permit
    void end_done();
    void run(std::unique_ptr<Connection>& own) override;
    void run_on(Connection& connection);
    void finished() override;

    const Transaction mode_;
    bool waiting_ = false;
    bool holding_ = false;  // the permit
    bool begun_ = false;    // the transaction; the lane's thread while a job is there
    bool ending_ = false;   // the end is sent, and the permit is another's
    SnapshotSlot* slot_ = nullptr;
    std::vector<std::uint64_t> given_up_{};  // cursors
    std::vector<std::uint64_t> to_close_{};  // of them; the lane's thread while a job is there
};

}  // namespace strata::data::sqlite

#pragma once
// Hold: a connection that holds advisory locks, for the units of their holder, one at a time.
#include <string>
#include <vector>

#include "data/postgres/pool.hpp"
#include "data/postgres/sent.hpp"

namespace strata::data::postgres {

class PostgresEngine;

class Hold final : public UnitOfWork, private Borrower, private Sent::Sender {
  public:
    // The keys are sorted, so that no two holders wait for one another.
    Hold(PostgresEngine& engine, std::vector<std::string> keys);
    ~Hold() override;

    void submit(Request& request) override;
    [[nodiscard]] auto cancel(Request& request) -> bool override;
    void withdraw(Request& request) override { static_cast<void>(cancel(request)); }
    void close_cursor(std::uint64_t /*cursor*/) override {}
    [[nodiscard]] auto begun() const -> bool override { return slot_ != nullptr || waiting_; }

    // Null: the connection was lost, and the locks with it.
    [[nodiscard]] auto lend(Borrower& unit) noexcept -> Slot*;
    void take_back() noexcept { unit_ = nullptr; }

  private:
    void granted(Slot& slot) override;
    void refused(std::exception_ptr error) override;
    void slot_lost() override;
    void answered(Request* request, RequestKind kind, Outcome outcome) override;

    PostgresEngine* engine_;
    const std::vector<std::string> keys_;
    Request* request_ = nullptr;
    bool waiting_ = false;  // for a connection
    Slot* slot_ = nullptr;
    Sent* sent_ = nullptr;
    Borrower* unit_ = nullptr;  // who has the connection now
};

}  // namespace strata::data::postgres

#pragma once
// Unit: one unit of work inside a call whose contract says `transaction: none`, as
// Context::transaction runs it. Not for handlers. Loop thread only; destroyed before its commit, it
// is rolled back, and with it what the call has emitted and changed in sessions since it began.
#include <cstddef>
#include <optional>

#include "strata/data/db.hpp"
#include "strata/data/transaction.hpp"
#include "strata/loop/task.hpp"

namespace strata::contract {

class Invocation;

class Unit final {
  public:
    // std::logic_error where no unit may begin.
    Unit(Invocation& invocation, data::TransactionOptions options);
    Unit(const Unit&) = delete;
    auto operator=(const Unit&) -> Unit& = delete;
    ~Unit();

    [[nodiscard]] auto db() noexcept -> Db& { return *db_; }
    [[nodiscard]] auto commit() -> Task<>;
    // In a catch block: whether the exception is a conflict that another attempt may not meet.
    [[nodiscard]] auto may_run_again() noexcept -> bool;
    void begin_again();

  private:
    Invocation& invocation_;
    const data::TransactionOptions options_;
    std::optional<Db> db_{};
    std::size_t events_before_ = 0;
    std::size_t effects_before_ = 0;
    std::size_t changes_before_ = 0;
    int attempts_ = 1;
    bool committed_ = false;
};

}  // namespace strata::contract

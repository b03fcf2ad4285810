#pragma once
// Cursor: a result that is read in pieces, so that neither side holds more than one. What
// Db::stream awaits; nobody else needs it. It runs in the transaction of its Db; where that has
// none (mode `read`), in a snapshot unit of its own. Destroyed before its end, it is closed. Loop
// thread only; its Db and its values outlive it.
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "strata/data/hop.hpp"
#include "strata/data/operation.hpp"

namespace strata::data {

class Db;

class Cursor final {
  public:
    Cursor(Db& db, const Statement& statement, std::span<const Value> values);
    Cursor(const Cursor&) = delete;
    auto operator=(const Cursor&) -> Cursor& = delete;
    ~Cursor();

    // Waits for the next piece. std::logic_error when the transaction has ended meanwhile.
    [[nodiscard]] auto fetch(Operation::TakeRow take, void* into) -> Hop;
    // The last piece came.
    [[nodiscard]] auto ended() const noexcept -> bool { return operation_ && operation_->ended(); }

  private:
    void open();

    Db* db_;
    const Statement* statement_;
    std::span<const Value> values_;
    std::unique_ptr<UnitOfWork> own_{};  // where the Db has no transaction
    UnitState own_state_{};
    std::uint64_t number_ = 0;
    std::uint64_t transaction_ = 0;  // of the Db, in which it was opened
    std::optional<Operation> operation_{};
};

}  // namespace strata::data

#pragma once
// Operation: one run of a statement: what is bound, and where the rows go. It and everything that
// it refers to stay where they are until the run ended; an engine's thread reads rows straight into
// the result, so that the loop receives finished values.
#include <cstddef>
#include <cstdint>
#include <span>

#include "strata/data/row.hpp"
#include "strata/data/statement.hpp"
#include "strata/data/value.hpp"

namespace strata::data {

class Operation final {
  public:
    // Takes a row; false: no more rows are wanted.
    using TakeRow = bool (*)(RowReader& row, void* into);

    Operation(const Statement& statement, std::span<const Value> values) noexcept
        : statement_(&statement), values_(values) {}
    Operation(const Statement& statement, std::span<const Value> values, TakeRow take_row,
              void* into) noexcept
        : statement_(&statement), values_(values), take_(take_row), into_(into) {}

    [[nodiscard]] auto statement() const noexcept -> const Statement& { return *statement_; }
    [[nodiscard]] auto values() const noexcept -> std::span<const Value> { return values_; }
    // How often it runs: once, but for the rows of a batch.
    [[nodiscard]] auto rows() const noexcept -> std::size_t {
        return statement_->batch && !values_.empty() ? values_.front().items().size() : 1;
    }
    [[nodiscard]] auto take(RowReader& row) const -> bool {
        return take_ == nullptr || take_(row, into_);
    }
    // A result that is read in pieces, in a transaction: the rows after those of the piece before.
    struct Piece {
        std::uint64_t cursor = 0;  // its number in its unit of work; 0: the result as a whole
        std::size_t rows = 0;      // at most
        bool first = false;        // opens it
    };
    [[nodiscard]] auto piece() const noexcept -> const Piece& { return piece_; }
    void set_piece(const Piece& piece) noexcept { piece_ = piece; }
    // There are no more rows, and the cursor is closed.
    [[nodiscard]] auto ended() const noexcept -> bool { return ended_; }
    void set_ended() noexcept { ended_ = true; }
    // Rows that an INSERT, UPDATE or DELETE changed.
    [[nodiscard]] auto changes() const noexcept -> std::int64_t { return changes_; }
    void set_changes(std::int64_t count) noexcept { changes_ = count; }

  private:
    const Statement* statement_;
    std::span<const Value> values_;
    TakeRow take_ = nullptr;
    void* into_ = nullptr;
    std::int64_t changes_ = 0;
    Piece piece_{};
    bool ended_ = false;
};

}  // namespace strata::data

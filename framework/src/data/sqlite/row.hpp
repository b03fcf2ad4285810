#pragma once
// SQLite's row, read as the declared types: an id is 36 characters of text, a time 27.
#include <span>

#include "strata/data/row.hpp"

struct sqlite3_stmt;

namespace strata::data::sqlite {

class Row final : public RowReader {
  public:
    Row(const Statement& statement, sqlite3_stmt* handle, std::span<const int> positions) noexcept
        : RowReader(statement), handle_(handle), positions_(positions) {}

    [[nodiscard]] auto is_null(std::size_t column) const -> bool override;
    [[nodiscard]] auto boolean(std::size_t column) const -> bool override;
    [[nodiscard]] auto integer(std::size_t column) const -> std::int64_t override;
    [[nodiscard]] auto real(std::size_t column) const -> double override;
    [[nodiscard]] auto text(std::size_t column) const -> std::string_view override;
    [[nodiscard]] auto bytes(std::size_t column) const -> std::string_view override;
    [[nodiscard]] auto uuid(std::size_t column) const -> Uuid override;
    [[nodiscard]] auto timestamp(std::size_t column) const -> Timestamp override;
    [[nodiscard]] auto json(std::size_t column) const -> std::string_view override {
        return text(column);
    }

  private:
    // The position in SQLite's row, which holds a value of that storage class.
    [[nodiscard]] auto expect(std::size_t column, int storage, std::string_view otherwise) const
        -> int;
    [[nodiscard]] auto position(std::size_t column) const -> int;

    sqlite3_stmt* handle_;
    std::span<const int> positions_;
};

}  // namespace strata::data::sqlite

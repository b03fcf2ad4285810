#pragma once
// A row of PostgreSQL's result in binary format, read as the declared types.
#include "data/postgres/prepared.hpp"
#include "strata/data/row.hpp"

namespace strata::data::postgres {

class Row final : public RowReader {
  public:
    Row(const Statement& statement, const Prepared& prepared, const pg_result& result) noexcept
        : RowReader(statement), prepared_(&prepared), result_(&result) {}

    void go_to(int row) noexcept { row_ = row; }

    [[nodiscard]] auto is_null(std::size_t column) const -> bool override;
    [[nodiscard]] auto boolean(std::size_t column) const -> bool override;
    [[nodiscard]] auto integer(std::size_t column) const -> std::int64_t override;
    [[nodiscard]] auto real(std::size_t column) const -> double override;
    [[nodiscard]] auto text(std::size_t column) const -> std::string_view override;
    [[nodiscard]] auto bytes(std::size_t column) const -> std::string_view override;
    [[nodiscard]] auto uuid(std::size_t column) const -> Uuid override;
    [[nodiscard]] auto timestamp(std::size_t column) const -> Timestamp override;
    [[nodiscard]] auto json(std::size_t column) const -> std::string_view override;

  private:
    [[nodiscard]] auto find(std::size_t column) const -> const PreparedColumn&;
    // The value's octets, of a column that fits `type` and is not NULL.
    [[nodiscard]] auto octets(std::size_t column, Type type) const -> std::string_view;

    const Prepared* prepared_;
    const pg_result* result_;
    int row_ = 0;
};

}  // namespace strata::data::postgres

#pragma once
// Connection::Cursor: one open result of a connection, with its statement and what is bound to it.
#include "data/sqlite/connection.hpp"

namespace strata::data::sqlite {

class Connection::Cursor final {
  public:
    explicit Cursor(Prepared prepared) : prepared_(std::move(prepared)) {}
    Cursor(const Cursor&) = delete;
    auto operator=(const Cursor&) -> Cursor& = delete;
    ~Cursor();

    [[nodiscard]] auto prepared() const noexcept -> const Prepared& { return prepared_; }
    [[nodiscard]] auto bound() noexcept -> Bound& { return bound_; }

  private:
    Prepared prepared_;
    Bound bound_{};
};

}  // namespace strata::data::sqlite

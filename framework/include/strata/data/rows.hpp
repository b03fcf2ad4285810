#pragma once
// Where the rows of an Operation go: one of them, or all. Filled on the engine's thread.
#include <optional>
#include <utility>
#include <vector>

#include "strata/data/row.hpp"

namespace strata::data {

// Throws the DatabaseError (rows): "orders.find_order: gives no row".
[[noreturn]] void refuse_rows(const Statement& statement, const char* what);

template <class T>
class SingleRow final {
  public:
    SingleRow(const Statement& statement, T (*read)(RowReader&)) noexcept
        : statement_(&statement), read_(read) {}

    static auto take(RowReader& row, void* into) -> bool {
        auto& self = *static_cast<SingleRow*>(into);
        if (self.value_) refuse_rows(*self.statement_, "gives more than one row");
        self.value_.emplace(self.read_(row));
        return true;
    }
    [[nodiscard]] auto value() && -> T {
        if (!value_) refuse_rows(*statement_, "gives no row");
        return *std::move(value_);
    }
    [[nodiscard]] auto optional() && -> std::optional<T> { return std::move(value_); }

  private:
    const Statement* statement_;
    T (*read_)(RowReader&);
    std::optional<T> value_{};
};

template <class T>
class AllRows final {
  public:
    explicit AllRows(T (*read)(RowReader&)) noexcept : read_(read) {}

    static auto take(RowReader& row, void* into) -> bool {
        auto& self = *static_cast<AllRows*>(into);
        self.values_.push_back(self.read_(row));
        return true;
    }
    [[nodiscard]] auto values() && -> std::vector<T> { return std::move(values_); }

  private:
    T (*read_)(RowReader&);
    std::vector<T> values_{};
};

}  // namespace strata::data

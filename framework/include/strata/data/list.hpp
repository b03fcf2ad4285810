#pragma once
// What a statement takes many of. A List is one parameter with any number of values, for
// `IN (:ids...)`; a Batch is the rows of one INSERT, by columns. Both own what they bind, and go
// into Db's functions as any other argument. Plain values; any thread.
#include <cstddef>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "strata/data/value.hpp"

namespace strata::data {

template <class T>
class List final {
  public:
    explicit List(std::vector<T> items) : items_(std::move(items)) {
        views_.reserve(items_.size());
        for (const auto& item : items_) views_.push_back(to_value(static_cast<const T&>(item)));
    }
    // The views go on pointing into the items, which a move leaves where they are.
    List(List&&) noexcept = default;
    auto operator=(List&&) noexcept -> List& = default;
    ~List() = default;

    [[nodiscard]] auto value() const -> Value { return Value(std::span<const Value>(views_)); }

  private:
    std::vector<T> items_;
    std::vector<Value> views_{};
};

template <class T>
struct Binding<List<T>> {
    static auto to_value(const List<T>& list) -> Value { return list.value(); }
};

// Takes the members of one row after the other, in the order of the statement's parameters.
class BatchColumns final {
  public:
    BatchColumns(std::size_t columns, std::size_t rows);

    template <class T>
    void add(const T& member) {
        put(to_value(member));
    }
    void add(JsonText&& document);
    void add(std::optional<JsonText>&& document);

    [[nodiscard]] auto rows() const noexcept -> std::size_t { return rows_; }
    // A list for each column.
    [[nodiscard]] auto values() const -> std::vector<Value>;

  private:
    void put(Value value);

    std::size_t rows_;
    std::size_t next_ = 0;  // the column of the next member
    std::vector<std::vector<Value>> columns_;
    std::deque<JsonText> documents_{};
};

template <class T>
class Batch final {
  public:
    using Bind = void (*)(const T& row, BatchColumns& into);

    Batch(std::size_t columns, std::vector<T> rows, Bind bind)
        : rows_(std::move(rows)), columns_(columns, rows_.size()) {
        for (const T& row : rows_) bind(row, columns_);
    }
    Batch(Batch&&) noexcept = default;
    auto operator=(Batch&&) noexcept -> Batch& = default;
    ~Batch() = default;

    [[nodiscard]] auto values() const -> std::vector<Value> { return columns_.values(); }

  private:
    std::vector<T> rows_;
    BatchColumns columns_;
};

}  // namespace strata::data

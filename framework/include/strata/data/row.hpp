#pragma once
// RowReader: the row that a statement stands on, read by column in the order of Statement::columns.
// An engine implements it; a row function turns it into a value: `auto read_order(RowReader& row)
// -> Order`. Used on the engine's thread while the statement runs, so a row function touches
// nothing but the row.
//
// A stored value that is not one of its type, or NULL where none may be, is a DatabaseError
// (corrupt) that names statement and column.
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "strata/data/statement.hpp"
#include "strata/values/bytes.hpp"
#include "strata/values/named.hpp"
#include "strata/values/timestamp.hpp"
#include "strata/values/uuid.hpp"

namespace strata::data {

class RowReader;

// A type of its own (an enum, a JSON column) says here how it is read:
// `static auto read(RowReader&, std::size_t column) -> T`.
template <class T>
struct ColumnReader;

class RowReader {
  public:
    explicit RowReader(const Statement& statement) noexcept : statement_(&statement) {}
    RowReader(const RowReader&) = delete;
    auto operator=(const RowReader&) -> RowReader& = delete;
    virtual ~RowReader() = default;

    [[nodiscard]] virtual auto is_null(std::size_t column) const -> bool = 0;
    [[nodiscard]] virtual auto boolean(std::size_t column) const -> bool = 0;
    [[nodiscard]] virtual auto integer(std::size_t column) const -> std::int64_t = 0;
    [[nodiscard]] virtual auto real(std::size_t column) const -> double = 0;
    // The views are good until the next row.
    [[nodiscard]] virtual auto text(std::size_t column) const -> std::string_view = 0;
    [[nodiscard]] virtual auto bytes(std::size_t column) const -> std::string_view = 0;
    [[nodiscard]] virtual auto uuid(std::size_t column) const -> Uuid = 0;
    [[nodiscard]] virtual auto timestamp(std::size_t column) const -> Timestamp = 0;
    [[nodiscard]] virtual auto json(std::size_t column) const -> std::string_view = 0;

    template <class T>
    [[nodiscard]] auto get(std::size_t column) -> T;

    // Throws the DatabaseError: "orders.find_order: column number is not a valid ...".
    [[noreturn]] void refuse(std::size_t column, std::string_view why) const;

  private:
    template <class T>
    [[nodiscard]] auto get_integer(std::size_t column) -> T;
    template <class T>
    [[nodiscard]] auto get_named(std::size_t column) -> T;

    const Statement* statement_;
};

namespace detail {
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
}  // namespace detail

template <class T>
auto RowReader::get(std::size_t column) -> T {
    if constexpr (detail::is_optional<T>) {
        if (is_null(column)) return std::nullopt;
        return get<typename T::value_type>(column);
    } else if constexpr (named_scalar<T>) {
        return get_named<T>(column);
    } else if constexpr (std::same_as<T, bool>) {
        return boolean(column);
    } else if constexpr (std::integral<T>) {
        return get_integer<T>(column);
    } else if constexpr (std::floating_point<T>) {
        return static_cast<T>(real(column));
    } else if constexpr (std::same_as<T, std::string>) {
        return std::string(text(column));
    } else if constexpr (std::same_as<T, Bytes>) {
        const std::string_view octets = bytes(column);
        return Bytes(octets.begin(), octets.end());
    } else if constexpr (std::same_as<T, Uuid>) {
        return uuid(column);
    } else if constexpr (std::same_as<T, Timestamp>) {
        return timestamp(column);
    } else {
        return ColumnReader<T>::read(*this, column);
    }
}

template <class T>
auto RowReader::get_integer(std::size_t column) -> T {
    const std::int64_t value = integer(column);
    if (!std::in_range<T>(value)) refuse(column, "is out of range");
    return static_cast<T>(value);
}

template <class T>
auto RowReader::get_named(std::size_t column) -> T {
    auto value = get<typename T::plain_type>(column);
    if (const Invalid* broken = check_named<T>(value)) refuse(column, broken->message);
    return NamedAccess::make<T>(std::move(value));
}

// The row function of a single column.
template <class T>
auto read_single(RowReader& row) -> T {
    return row.get<T>(0);
}

}  // namespace strata::data

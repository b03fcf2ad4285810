#pragma once
// Value: one parameter of a statement, as a view: texts and bytes must outlive the statement's run
// (Db keeps the arguments in its coroutine's frame). A plain value; any thread; no allocation.
#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "strata/data/statement.hpp"
#include "strata/values/bytes.hpp"
#include "strata/values/named.hpp"
#include "strata/values/timestamp.hpp"
#include "strata/values/uuid.hpp"

namespace strata::data {

// A JSON document as text, for a json parameter.
struct JsonText final {
    explicit JsonText(std::string value) : text(std::move(value)) {}
    std::string text;
};

class Value final {
  public:
    constexpr Value() noexcept = default;  // NULL
    explicit constexpr Value(bool value) noexcept : type_(Type::boolean), null_(false) {
        data_.boolean = value;
    }
    explicit constexpr Value(std::int64_t value) noexcept : type_(Type::integer), null_(false) {
        data_.integer = value;
    }
    explicit constexpr Value(double value) noexcept : type_(Type::real), null_(false) {
        data_.real = value;
    }
    explicit constexpr Value(const Uuid& value) noexcept : type_(Type::uuid), null_(false) {
        data_.uuid = value;
    }
    explicit constexpr Value(Timestamp value) noexcept : type_(Type::timestamp), null_(false) {
        data_.timestamp = value;
    }
    // text, bytes or json.
    constexpr Value(Type type, std::string_view octets) noexcept : type_(type), null_(false) {
        data_.octets = octets;
    }

    // Any number of values, which stay where they are: see List and Batch.
    explicit constexpr Value(std::span<const Value> items) noexcept : null_(false), list_(true) {
        data_.items = {items.data(), items.size()};
    }

    [[nodiscard]] constexpr auto is_null() const noexcept -> bool { return null_; }
    [[nodiscard]] constexpr auto type() const noexcept -> Type {
        return type_;
    }  // REQUIRES: !is_null(), !is_list()
    [[nodiscard]] constexpr auto is_list() const noexcept -> bool { return list_; }
    [[nodiscard]] constexpr auto items() const noexcept -> std::span<const Value> {
        return {data_.items.first, data_.items.count};
    }
    [[nodiscard]] constexpr auto boolean() const noexcept -> bool { return data_.boolean; }
    [[nodiscard]] constexpr auto integer() const noexcept -> std::int64_t { return data_.integer; }
    [[nodiscard]] constexpr auto real() const noexcept -> double { return data_.real; }
    [[nodiscard]] constexpr auto uuid() const noexcept -> const Uuid& { return data_.uuid; }
    [[nodiscard]] constexpr auto timestamp() const noexcept -> Timestamp { return data_.timestamp; }
    [[nodiscard]] constexpr auto octets() const noexcept -> std::string_view {
        return data_.octets;
    }

  private:
    struct Items {
        const Value* first;
        std::size_t count;
    };
    union Data {
        constexpr Data() noexcept : integer(0) {}
        bool boolean;
        std::int64_t integer;
        double real;
        Uuid uuid;
        Timestamp timestamp;
        std::string_view octets;
        Items items;
    };
    Data data_;
    Type type_ = Type::text;
    bool null_ = true;
    bool list_ = false;
};

// A type of its own says here how it is bound: `static auto to_value(const T&) -> Value`.
template <class T>
struct Binding;

template <class T>
[[nodiscard]] auto to_value(const T& value) -> Value {
    if constexpr (named_scalar<T>) {
        return to_value(value.value());
    } else if constexpr (std::same_as<T, bool> || std::same_as<T, Uuid> ||
                         std::same_as<T, Timestamp>) {
        return Value(value);
    } else if constexpr (std::integral<T>) {
        return Value(static_cast<std::int64_t>(value));
    } else if constexpr (std::floating_point<T>) {
        return Value(static_cast<double>(value));
    } else if constexpr (std::same_as<T, Bytes>) {
        return Value(Type::bytes,
                     std::string_view(reinterpret_cast<const char*>(value.data()), value.size()));
    } else if constexpr (std::same_as<T, JsonText>) {
        return Value(Type::json, value.text);
    } else if constexpr (std::convertible_to<const T&, std::string_view>) {
        return Value(Type::text, std::string_view(value));
    } else {
        return Binding<T>::to_value(value);
    }
}

template <class T>
[[nodiscard]] auto to_value(const std::optional<T>& value) -> Value {
    return value ? to_value(*value) : Value();
}

}  // namespace strata::data

#pragma once
// Named scalars: a schema's `"RoomId": {...}` becomes a type of its own, so that ids do not mix and
// a value outside its schema can't exist. Generated classes derive from these two and state their
// rule.
#include <compare>
#include <concepts>
#include <functional>
#include <string>
#include <type_traits>
#include <utility>

#include "strata/values/bytes.hpp"
#include "strata/values/result.hpp"
#include "strata/values/uuid.hpp"

namespace strata {

struct NamedScalar {};  // tag of both bases

// An identifier: any Uuid is one, but only explicitly: RoomId(context.new_id()).
template <class Derived>
class NamedId : public NamedScalar {
  public:
    using plain_type = Uuid;
    constexpr explicit NamedId(Uuid value) noexcept : value_(value) {}
    [[nodiscard]] constexpr auto value() const noexcept -> const Uuid& { return value_; }
    [[nodiscard]] auto to_string() const -> std::string { return value_.to_string(); }
    [[nodiscard]] static auto check(const Uuid&) noexcept -> const Invalid* { return nullptr; }

    friend constexpr auto operator<=>(const NamedId& a, const NamedId& b) noexcept {
        return a.value_ <=> b.value_;
    }
    friend constexpr auto operator==(const NamedId& a, const NamedId& b) noexcept -> bool {
        return a.value_ == b.value_;
    }

  private:
    Uuid value_;
};

// Any other scalar. Derived has `static auto check(const Plain&) -> const Invalid*` (null: valid),
// and befriends its base: only parse() and the generated decoders (after check) make one.
template <class Derived, class Plain>
class Named : public NamedScalar {
  public:
    using plain_type = Plain;
    [[nodiscard]] static auto parse(Plain value) -> Result<Derived, Invalid> {
        if (const Invalid* broken = Derived::check(value)) return *broken;
        return Derived(Checked(), std::move(value));
    }
    [[nodiscard]] auto value() const noexcept -> const Plain& { return value_; }

    friend auto operator<=>(const Named& a, const Named& b) noexcept {
        return a.value_ <=> b.value_;
    }
    friend auto operator==(const Named& a, const Named& b) noexcept -> bool {
        return a.value_ == b.value_;
    }

    // The proof that check() passed; made by parse() and by NamedAccess.
    class Checked final {
        friend class Named;
        friend struct NamedAccess;
        Checked() = default;
    };
    Named(Checked /*proof*/, Plain value) : value_(std::move(value)) {}

  private:
    Plain value_;
};

// For generated code and the framework's decoders and row readers, after check() passed.
struct NamedAccess final {
    template <class T>
    static auto make(typename T::plain_type value) -> T {
        if constexpr (std::is_constructible_v<T, typename T::plain_type>) {
            return T(std::move(value));
        } else {
            return T(typename T::Checked(), std::move(value));
        }
    }
};

// A value type of the service's own, which a contract names ("cpp": "domain::Money"). The
// documented conversion: made from the plain value after check() found nothing, and value() gives
// that back. Text and bytes come back by reference, for they are bound to statements in place.
template <class T>
concept value_type = !std::is_base_of_v<NamedScalar, T> &&
                     requires(const T& value, const typename T::plain_type& plain) {
    { T::check(plain) } -> std::same_as<const Invalid*>;
    T(plain);
    requires std::same_as<decltype(value.value()), const typename T::plain_type&> ||
        (std::is_trivially_copyable_v<typename T::plain_type> &&
         std::same_as<decltype(value.value()), typename T::plain_type>);
};

// What the contract says of a value type; generated code specialises it.
template <class T>
struct ContractRule {
    static auto check(const typename T::plain_type& /*plain*/) noexcept -> const Invalid* {
        return nullptr;
    }
};

template <class T>
concept named_scalar = std::is_base_of_v<NamedScalar, T> || value_type<T>;

// Why the plain value is none of T: by the contract, then by the type itself.
template <named_scalar T>
[[nodiscard]] auto check_named(const typename T::plain_type& plain) -> const Invalid* {
    if constexpr (value_type<T>) {
        if (const Invalid* broken = ContractRule<T>::check(plain)) return broken;
    }
    return T::check(plain);
}

}  // namespace strata

template <strata::named_scalar T>
struct std::hash<T> {
    auto operator()(const T& named) const noexcept -> std::size_t {
        if constexpr (std::is_same_v<typename T::plain_type, strata::Bytes>) {
            return strata::hash_bytes(named.value());
        } else {
            return std::hash<typename T::plain_type>()(named.value());
        }
    }
};

#pragma once
// Result<T, E...>: a value, or one of the errors E that a function names. Errors are types: a
// contract generates `struct room_not_found { static constexpr std::string_view code; int status;
// message; }`.
//
//     auto compose(...) -> Result<Message, errors::not_a_member>;
//     auto message = compose(...);
//     if (!message) co_return fail(message.error());   // converts into any set that holds E...
//
// An error that the target does not name does not convert: that is a compile error.
#include <concepts>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace strata {

// What a function without a value returns: `co_return done;`.
struct Done final {
    friend constexpr auto operator==(Done, Done) noexcept -> bool = default;
};
inline constexpr Done done{};

template <class T, class... E>
concept one_of = (std::same_as<T, E> || ...);

// One error out of a set. Errors<> is the empty set: it has no value.
template <class... E>
class Errors final {
  public:
    template <one_of<E...> X>
    Errors(X error) : value_(std::in_place_type<X>, std::move(error)) {}

    template <class... X>
    requires(sizeof...(X) > 0 && !std::same_as<Errors<X...>, Errors> && (one_of<X, E...> && ...))
        Errors(Errors<X...> subset)  // NOLINT(*-explicit-*)
        : value_(std::move(subset).visit([](auto&& error) -> std::variant<E...> {
              return std::variant<E...>(std::in_place_type<std::decay_t<decltype(error)>>,
                                        std::forward<decltype(error)>(error));
          })) {}

    template <one_of<E...> X>
    [[nodiscard]] auto is() const noexcept -> bool {
        return std::holds_alternative<X>(value_);
    }
    template <one_of<E...> X>
    [[nodiscard]] auto get() const -> const X& {
        return std::get<X>(value_);
    }
    template <class F>
    auto visit(F&& f) const& -> decltype(auto) {
        return std::visit(std::forward<F>(f), value_);
    }
    template <class F>
    auto visit(F&& f) && -> decltype(auto) {
        return std::visit(std::forward<F>(f), std::move(value_));
    }

  private:
    std::variant<E...> value_;
};

template <>
class Errors<> final {
  public:
    Errors() = delete;
};

// fail(error): marks a value as the error side of a Result or Task.
template <class X>
struct [[nodiscard]] Failure final {
    explicit Failure(X value) : error(std::move(value)) {}
    X error;
};
template <class X>
auto fail(X error) -> Failure<X> {
    return Failure<X>(std::move(error));
}

template <class T, class... E>
class [[nodiscard]] Result final {
  public:
    using value_type = T;
    using error_type = Errors<E...>;

    // NOLINTBEGIN(*-explicit-*)
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    template <class X>
    requires(!std::same_as<X, T> && one_of<X, E...>) Result(X error)
        : state_(std::in_place_index<1>, std::move(error)) {}
    template <class X>
    requires std::constructible_from<Errors<E...>, X> Result(Failure<X> failure)
        : state_(std::in_place_index<1>, std::move(failure.error)) {}
    // NOLINTEND(*-explicit-*)

    [[nodiscard]] auto has_value() const noexcept -> bool { return state_.index() == 0; }
    [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }

    // REQUIRES: has_value(). (std::bad_variant_access otherwise.)
    [[nodiscard]] auto value() & -> T& { return std::get<0>(state_); }
    [[nodiscard]] auto value() const& -> const T& { return std::get<0>(state_); }
    [[nodiscard]] auto value() && -> T&& { return std::get<0>(std::move(state_)); }
    [[nodiscard]] auto operator*() & -> T& { return value(); }
    [[nodiscard]] auto operator*() const& -> const T& { return value(); }
    [[nodiscard]] auto operator*() && -> T&& { return std::move(*this).value(); }
    auto operator->() -> T* { return &value(); }
    auto operator->() const -> const T* { return &value(); }

    // REQUIRES: !has_value().
    [[nodiscard]] auto error() const& -> const Errors<E...>& { return std::get<1>(state_); }
    [[nodiscard]] auto error() && -> Errors<E...>&& { return std::get<1>(std::move(state_)); }
    template <one_of<E...> X>
    [[nodiscard]] auto failed_with() const noexcept -> bool {
        return !has_value() && error().template is<X>();
    }

  private:
    std::variant<T, Errors<E...>> state_;
};

// Why a text is not a value of a named scalar: the keyword that it breaks, and a sentence.
struct Invalid final {
    std::string_view keyword;
    std::string_view message;
};

}  // namespace strata

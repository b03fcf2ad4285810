#pragma once
// TaskResult: how a Task's promise takes and gives its result, and the rule of what such a task may
// return.
#include <concepts>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

#include "strata/values/result.hpp"

namespace strata {

template <class T, class E>
struct TaskValue;
template <class T>
struct TaskValue<T, Errors<>> {
    using type = T;
};
template <class T, class... E>
requires(sizeof...(E) > 0) struct TaskValue<T, Errors<E...>> {
    static_assert(!std::is_void_v<T>, "a Task with errors and no value is a Task<Done, E>");
    using type = Result<T, E...>;
};

namespace detail {

template <class U, class E>
struct IsDeclaredError : std::false_type {};
template <class U, class... E>
struct IsDeclaredError<U, Errors<E...>> : std::bool_constant<one_of<U, E...>> {};
template <class X, class... E>
struct IsDeclaredError<Failure<X>, Errors<E...>>
    : std::bool_constant<std::constructible_from<Errors<E...>, X>> {};

template <class U, class T, class E>
struct IsNarrowerResult : std::false_type {};
template <class U, class... X, class T, class... E>
struct IsNarrowerResult<Result<U, X...>, T, Errors<E...>>
    : std::bool_constant<std::convertible_to<U, T> && (one_of<X, E...> && ...)> {};

}  // namespace detail

// U is one of the errors that E declares, or a fail() of some of them.
template <class U, class E>
concept declared_error = detail::IsDeclaredError<std::remove_cvref_t<U>, E>::value;
// U is a Result whose value is a T and whose errors E declares.
template <class U, class T, class E>
concept narrower_result = detail::IsNarrowerResult<std::remove_cvref_t<U>, T, E>::value;
// A Task<T, E> may `co_return` a U.
template <class U, class T, class E>
concept task_returns =
    declared_error<U, E> || narrower_result<U, T, E> || std::convertible_to<U, T>;

template <class V>
class TaskSlot {
  public:
    void unhandled_exception() noexcept { exception_ = std::current_exception(); }
    [[nodiscard]] auto has_failed() const noexcept -> bool { return exception_ != nullptr; }
    [[nodiscard]] auto take() -> V {
        if (exception_) std::rethrow_exception(std::exchange(exception_, nullptr));
        return *std::move(value_);
    }

  protected:
    template <class... A>
    void put(A&&... value) {
        value_.emplace(std::forward<A>(value)...);
    }

  private:
    std::optional<V> value_;
    std::exception_ptr exception_;
};

template <>
class TaskSlot<void> {
  public:
    void unhandled_exception() noexcept { exception_ = std::current_exception(); }
    [[nodiscard]] auto has_failed() const noexcept -> bool { return exception_ != nullptr; }
    void take() {
        if (exception_) std::rethrow_exception(std::exchange(exception_, nullptr));
    }

  private:
    std::exception_ptr exception_;
};

template <class T, class E>
class TaskResult : public TaskSlot<typename TaskValue<T, E>::type> {
  public:
    template <class U = T>
    void return_value(U&& value) {
        static_assert(task_returns<U, T, E>,
                      "co_return: this is neither the task's value nor an error that it declares");
        if constexpr (std::same_as<std::remove_cvref_t<U>, T>) {
            this->put(std::forward<U>(value));
        } else if constexpr (declared_error<U, E>) {
            this->put(std::forward<U>(value));
        } else if constexpr (narrower_result<U, T, E>) {
            put_result(std::forward<U>(value));
        } else if constexpr (std::convertible_to<U, T>) {
            this->put(static_cast<T>(std::forward<U>(value)));
        }
    }

  private:
    template <class U>
    void put_result(U&& result) {
        using Given = std::remove_cvref_t<U>;
        if constexpr (std::same_as<Given, typename TaskValue<T, E>::type>) {
            this->put(std::forward<U>(result));
        } else if (result.has_value()) {
            this->put(static_cast<T>(*std::forward<U>(result)));
        } else if constexpr (!std::same_as<typename Given::error_type, Errors<>>) {
            this->put(fail(typename Given::error_type(std::forward<U>(result).error())));
        }
    }
};

template <>
class TaskResult<void, Errors<>> : public TaskSlot<void> {
  public:
    void return_void() noexcept {}
};

}  // namespace strata

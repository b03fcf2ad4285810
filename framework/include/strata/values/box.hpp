#pragma once
// Box<T>: a T on the heap with a value's semantics: copying copies it. It lets a type contain
// itself: `struct Comment { Text text; std::optional<Box<Comment>> parent; };`. Never empty, but
// for one moved from, which may only be assigned to or destroyed.
#include <memory>
#include <utility>

namespace strata {

template <class T>
class Box final {
  public:
    Box(T value) : value_(std::make_unique<T>(std::move(value))) {}  // NOLINT(*-explicit-*)
    Box(const Box& other) : value_(std::make_unique<T>(*other)) {}
    Box(Box&&) noexcept = default;
    auto operator=(const Box& other) -> Box& {
        if (this != &other) value_ = std::make_unique<T>(*other);
        return *this;
    }
    auto operator=(Box&&) noexcept -> Box& = default;
    // Not defaulted: constexpr, it would be wanted where T is still incomplete (Clang, in the
    // default argument of a constructor).
    ~Box() {}  // NOLINT(modernize-use-equals-default)

    [[nodiscard]] auto operator*() noexcept -> T& { return *value_; }
    [[nodiscard]] auto operator*() const noexcept -> const T& { return *value_; }
    [[nodiscard]] auto operator->() noexcept -> T* { return value_.get(); }
    [[nodiscard]] auto operator->() const noexcept -> const T* { return value_.get(); }

    friend auto operator==(const Box& a, const Box& b) -> bool { return *a == *b; }

  private:
    std::unique_ptr<T> value_;
};

}  // namespace strata

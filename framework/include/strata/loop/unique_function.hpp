#pragma once
// UniqueFunction: a move-only void() callable. Small ones (48 bytes, nothrow movable) are stored
// inside, others on the heap. A value; calling it needs the thread rules of what it holds. REQUIRES
// for a call: not empty.
#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

namespace strata {

class UniqueFunction final {
  public:
    static constexpr std::size_t inline_size = 48;

    UniqueFunction() noexcept = default;
    template <class F>
    requires(!std::is_same_v<std::decay_t<F>, UniqueFunction> && std::is_invocable_v<F&>)
        UniqueFunction(F&& callable) {  // NOLINT(*-explicit-*)
        using Callable = std::decay_t<F>;
        if constexpr (fits<Callable>) {
            ::new (static_cast<void*>(storage_)) Callable(std::forward<F>(callable));
            table_ = &inline_table<Callable>;
        } else {
            ::new (static_cast<void*>(storage_)) Callable*(new Callable(std::forward<F>(callable)));
            table_ = &heap_table<Callable>;
        }
    }
    UniqueFunction(UniqueFunction&& other) noexcept { take(other); }
    auto operator=(UniqueFunction&& other) noexcept -> UniqueFunction& {
        if (this != &other) {
            clear();
            take(other);
        }
        return *this;
    }
    ~UniqueFunction() { clear(); }

    [[nodiscard]] explicit operator bool() const noexcept { return table_ != nullptr; }
    void operator()() { table_->call(storage_); }

  private:
    struct Table {
        void (*call)(void* storage);
        void (*move)(void* from, void* to) noexcept;  // and destroys `from`
        void (*destroy)(void* storage) noexcept;
    };
    template <class F>
    static constexpr bool fits =
        sizeof(F) <= inline_size &&
        alignof(F) <= alignof(std::max_align_t) && std::is_nothrow_move_constructible_v<F>;
    template <class F>
    static auto at(void* storage) noexcept -> F& {
        return *static_cast<F*>(storage);
    }
    template <class F>
    static constexpr Table inline_table{[](void* storage) { at<F>(storage)(); },
                                        [](void* from, void* to) noexcept {
                                            ::new (to) F(std::move(at<F>(from)));
                                            at<F>(from).~F();
                                        },
                                        [](void* storage) noexcept { at<F>(storage).~F(); }};
    template <class F>
    static constexpr Table heap_table{
        [](void* storage) { (*at<F*>(storage))(); },
        [](void* from, void* to) noexcept { ::new (to) F*(at<F*>(from)); },
        [](void* storage) noexcept { delete at<F*>(storage); }};

    void take(UniqueFunction& other) noexcept {
        table_ = std::exchange(other.table_, nullptr);
        if (table_ != nullptr) table_->move(other.storage_, storage_);
    }
    void clear() noexcept {
        if (table_ != nullptr) std::exchange(table_, nullptr)->destroy(storage_);
    }

    alignas(std::max_align_t) std::byte storage_[inline_size];
    const Table* table_ = nullptr;
};

}  // namespace strata

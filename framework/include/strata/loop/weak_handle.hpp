#pragma once
// WeakHandle: a std::weak_ptr to an object that lives and dies on one thread. There, whether it is
// alive can be seen without taking part in owning it: get() costs no atomic operation, where
// weak_ptr::lock() costs two.
//
// Copies are made and destroyed on any thread; get() is for the object's own thread alone, and what
// it gives is good until the next co_await, or whatever else may end the object. lock() keeps it.
#include <memory>
#include <utility>

namespace strata {

template <class T>
class WeakHandle final {
  public:
    WeakHandle() noexcept = default;
    WeakHandle(std::weak_ptr<T> owner, T& object) noexcept
        : object_(&object), owner_(std::move(owner)) {}

    // Null: there is no object, or it is gone.
    [[nodiscard]] auto get() const noexcept -> T* { return owner_.expired() ? nullptr : object_; }
    [[nodiscard]] auto lock() const noexcept -> std::shared_ptr<T> { return owner_.lock(); }

  private:
    T* object_ = nullptr;
    std::weak_ptr<T> owner_{};
};

}  // namespace strata

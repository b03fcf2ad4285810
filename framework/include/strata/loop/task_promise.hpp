#pragma once
// TaskPromiseBase: base of the promise of every coroutine of the framework (Task, Stream): its
// frame's memory, its cancel scope, and what follows its end. Loop thread only.
#include <concepts>
#include <coroutine>
#include <cstddef>

#include "strata/loop/frame_pool.hpp"

namespace strata {

class CancelScope;

// Called when a coroutine ends or yields, on the stack that resumed it.
using Continuation = void (*)(void*) noexcept;

// The Continuation that resumes a coroutine, given its address.
inline void resume_coroutine(void* frame) noexcept {
    std::coroutine_handle<>::from_address(frame).resume();
}

class TaskPromiseBase {
  public:
    TaskPromiseBase() noexcept = default;
    TaskPromiseBase(const TaskPromiseBase&) = delete;
    auto operator=(const TaskPromiseBase&) -> TaskPromiseBase& = delete;

    static auto operator new(std::size_t size) -> void* { return FramePool::allocate(size); }
    static void operator delete(void* frame, std::size_t size) noexcept {
        FramePool::release(frame, size);
    }

    // REQUIRES: started.
    [[nodiscard]] auto scope() const noexcept -> CancelScope& { return *scope_; }

    void enter(CancelScope& scope) noexcept { scope_ = &scope; }
    void then(Continuation next, void* argument) noexcept {
        next_ = next;
        argument_ = argument;
    }
    void then(std::coroutine_handle<> waiter) noexcept { then(resume_coroutine, waiter.address()); }
    // Runs what was set by then(), once. The coroutine's frame may be gone afterwards.
    void proceed() noexcept {
        Continuation next = next_;
        next_ = nullptr;
        if (next != nullptr) next(argument_);
    }

    // At a final suspend or a yield: the coroutine is suspended, so what follows may destroy it.
    struct Proceed final {
        [[nodiscard]] auto await_ready() const noexcept -> bool { return false; }
        template <std::derived_from<TaskPromiseBase> P>
        void await_suspend(std::coroutine_handle<P> self) const noexcept {
            self.promise().proceed();
        }
        void await_resume() const noexcept {}
    };

    [[nodiscard]] auto initial_suspend() const noexcept -> std::suspend_always { return {}; }
    [[nodiscard]] auto final_suspend() const noexcept -> Proceed { return {}; }

  private:
    CancelScope* scope_ = nullptr;
    Continuation next_ = nullptr;
    void* argument_ = nullptr;
};

template <class P>
concept task_promise = std::derived_from<P, TaskPromiseBase>;

}  // namespace strata

#pragma once
// Task<T, E>: a lazy coroutine on the loop's thread. It begins when it is awaited (or start()ed),
// and runs in the cancel scope of the task that awaits it.
//
//     auto length(Uuid id) -> Task<int>;                              // co_await length(id) is an
//     int auto rename(Uuid id) -> Task<Room, Errors<not_found, denied>>;  // ... is a Result<Room,
//     not_found, denied>
//
// A Task with declared errors returns its value, one of its errors, `fail(error)` or a Result whose
// errors it declares; anything else does not compile. One without a value is Task<Done, E>.
// Exceptions pass through to the awaiter.
//
// Awaiting a task that ends without waiting never suspends and uses no stack beyond the call.
// Awaits nest on the stack only as deep as tasks await one another.
//
// Owner: the Task object owns the frame. It is awaited at most once (std::logic_error otherwise).
// Destroying it
//   - before it began, or after it ended: always allowed;
//   - while it waits: allowed from outside of it. The locals of the frame are destroyed, in the
//   usual order, and
//     the wait is given up. A job that runs on a worker is waited for, blocking: cancel the scope
//     and let the task end instead;
//   - while it runs, which is from code that it calls: forbidden.
#include <coroutine>
#include <exception>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "strata/loop/task_promise.hpp"
#include "strata/loop/task_result.hpp"

namespace strata {

template <class T = void, class E = Errors<>>
class [[nodiscard]] Task final {
  public:
    static_assert(!std::is_reference_v<T>, "a Task returns a value; return a pointer instead");
    // What co_await yields: T, or Result<T, errors...>.
    using value_type = typename TaskValue<T, E>::type;
    class promise_type;

    Task() noexcept = default;  // holds no coroutine
    Task(Task&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
    auto operator=(Task&& other) noexcept -> Task& {
        Task old(std::move(*this));
        frame_ = std::exchange(other.frame_, nullptr);
        return *this;
    }
    ~Task() {
        if (frame_) frame_.destroy();
    }

    // Holds a coroutine, begun or not.
    [[nodiscard]] auto is_valid() const noexcept -> bool { return frame_ != nullptr; }
    [[nodiscard]] auto is_done() const noexcept -> bool { return frame_ && frame_.done(); }

    // For an owner that is no coroutine: runs the task up to its first wait. True: it has ended,
    // and `next` is never called. False: `next(argument)` is called once when it has ended, and may
    // destroy this Task.
    [[nodiscard]] auto start(CancelScope& scope, Continuation next, void* argument) -> bool {
        begin(scope);
        if (frame_.done()) return true;
        frame_.promise().then(next, argument);
        return false;
    }
    // Ended with an exception. REQUIRES: is_done(), and not taken before.
    [[nodiscard]] auto has_failed() const noexcept -> bool { return frame_.promise().has_failed(); }
    // REQUIRES: is_done(), and not taken before. Throws what the task threw.
    auto take() -> value_type { return frame_.promise().take(); }

    class Awaiter;
    [[nodiscard]] auto operator co_await() noexcept -> Awaiter { return Awaiter(*this); }

  private:
    using Frame = std::coroutine_handle<promise_type>;
    explicit Task(Frame frame) noexcept : frame_(frame) {}

    void begin(CancelScope& scope) {
        if (!frame_ || !frame_.promise().mark_begun()) {
            throw std::logic_error("strata::Task: awaited twice, or empty");
        }
        frame_.promise().enter(scope);
        frame_.resume();
    }

    Frame frame_ = nullptr;
};

template <class T, class E>
class Task<T, E>::promise_type final : public TaskPromiseBase, public TaskResult<T, E> {
  public:
    [[nodiscard]] auto get_return_object() noexcept -> Task {
        return Task(Frame::from_promise(*this));
    }
    // True the first time.
    auto mark_begun() noexcept -> bool { return !std::exchange(begun_, true); }

  private:
    bool begun_ = false;
};

template <class T, class E>
class Task<T, E>::Awaiter final {
  public:
    explicit Awaiter(Task& task) noexcept : task_(task) {}
    [[nodiscard]] auto await_ready() const noexcept -> bool { return false; }
    template <task_promise P>
    [[nodiscard]] auto await_suspend(std::coroutine_handle<P> waiter) -> bool {
        task_.begin(waiter.promise().scope());
        if (task_.frame_.done()) return false;
        task_.frame_.promise().then(waiter);
        return true;
    }
    auto await_resume() -> value_type { return task_.take(); }

  private:
    Task& task_;
};

}  // namespace strata

#pragma once
// Stream<T>: an asynchronous generator. The producer runs only while the consumer waits for the
// next value, so it never gets ahead (back-pressure). Loop thread only.
//
//     auto lines(Source source) -> Stream<std::string> {
//         while (auto line = co_await source.read()) co_yield *line;
//     }
//     auto stream = lines(source);
//     while (auto line = co_await stream.next()) use(*line);
//
// The producer runs in the cancel scope of the task that awaits next(); its exceptions are thrown
// there, and the stream has ended then. Owner: the Stream object owns the frame; it may be
// destroyed whenever no next() runs, which destroys the producer's locals. One next() at a time.
#include <coroutine>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

#include "strata/loop/task_promise.hpp"

namespace strata {

template <class T>
class [[nodiscard]] Stream final {
  public:
    static_assert(!std::is_reference_v<T>, "a Stream yields values");
    class promise_type;
    class Next;

    Stream() noexcept = default;  // an ended stream
    Stream(Stream&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
    auto operator=(Stream&& other) noexcept -> Stream& {
        Stream old(std::move(*this));
        frame_ = std::exchange(other.frame_, nullptr);
        return *this;
    }
    ~Stream() {
        if (frame_) frame_.destroy();
    }

    // `co_await` of it is a std::optional<T>: none when the producer has ended, then and ever
    // after.
    [[nodiscard]] auto next() noexcept -> Next { return Next(frame_); }

  private:
    using Frame = std::coroutine_handle<promise_type>;
    explicit Stream(Frame frame) noexcept : frame_(frame) {}
    Frame frame_ = nullptr;
};

template <class T>
class Stream<T>::promise_type final : public TaskPromiseBase {
  public:
    [[nodiscard]] auto get_return_object() noexcept -> Stream {
        return Stream(Frame::from_promise(*this));
    }
    [[nodiscard]] auto yield_value(T value) -> Proceed {
        value_.emplace(std::move(value));
        return {};
    }
    void return_void() noexcept {}
    void unhandled_exception() noexcept { exception_ = std::current_exception(); }

    [[nodiscard]] auto has_value() const noexcept -> bool { return value_.has_value(); }
    [[nodiscard]] auto take() -> std::optional<T> {
        if (exception_) std::rethrow_exception(std::exchange(exception_, nullptr));
        return std::exchange(value_, std::nullopt);
    }

  private:
    std::optional<T> value_;
    std::exception_ptr exception_;
};

template <class T>
class Stream<T>::Next final {
  public:
    explicit Next(Frame frame) noexcept : frame_(frame) {}
    [[nodiscard]] auto await_ready() const noexcept -> bool { return !frame_ || frame_.done(); }
    template <task_promise P>
    [[nodiscard]] auto await_suspend(std::coroutine_handle<P> waiter) -> bool {
        frame_.promise().enter(waiter.promise().scope());
        frame_.resume();
        if (frame_.done() || frame_.promise().has_value()) return false;
        frame_.promise().then(waiter);
        return true;
    }
    [[nodiscard]] auto await_resume() -> std::optional<T> {
        return frame_ ? frame_.promise().take() : std::nullopt;
    }

  private:
    Frame frame_;
};

}  // namespace strata

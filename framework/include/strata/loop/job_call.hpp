#pragma once
// JobCall: a call of a callable on a worker, awaited by a task: WorkerPool::run(). Include
// worker_pool.hpp.
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

#include "strata/loop/suspension.hpp"
#include "strata/loop/worker_pool.hpp"

namespace strata {

template <class F, class R>
class JobCall final : public Suspension, private Job {
  public:
    JobCall(WorkerPool& pool, std::string_view name, Lane lane, F& callable) noexcept
        : Job(name), pool_(pool), lane_(lane), callable_(callable) {}
    ~JobCall() override {
        if (is_submitted()) pool_.forget(*this);
    }

    auto await_resume() -> R {
        throw_if_cancelled();
        if (exception_) std::rethrow_exception(exception_);
        if constexpr (!std::is_void_v<R>) return *std::move(result_);
    }

  private:
    using Stored = std::conditional_t<std::is_void_v<R>, std::monostate, R>;

    void start() override { pool_.submit(*this, lane_); }
    auto cancelling(CancelReason /*reason*/) noexcept -> OnCancel override {
        return pool_.withdraw(*this) ? OnCancel::resume : OnCancel::wait;
    }
    void run() noexcept override {
        try {
            if constexpr (std::is_void_v<R>) {
                callable_();
            } else {
                result_.emplace(callable_());
            }
        } catch (...) {
            exception_ = std::current_exception();
        }
    }
    void done() override { complete(); }

    WorkerPool& pool_;
    const Lane lane_;
    F& callable_;
    // Written on the worker, read on the loop after done().
    std::optional<Stored> result_;
    std::exception_ptr exception_;
};

namespace detail {

template <class R, class F>
auto call_on_worker(WorkerPool& pool, std::string_view name, Lane lane, F callable) -> Task<R> {
    JobCall<F, R> call(pool, name, lane, callable);
    co_return co_await call;
}

}  // namespace detail

template <class F>
auto WorkerPool::run(std::string_view name, Lane lane, F&& callable)
    -> Task<std::remove_cvref_t<std::invoke_result_t<F&>>> {
    using R = std::remove_cvref_t<std::invoke_result_t<F&>>;
    if constexpr (std::is_lvalue_reference_v<F>) {
        return detail::call_on_worker<R>(*this, name, lane, std::ref(callable));
    } else {
        static_assert(std::is_trivially_destructible_v<F>,
                      "pass a function or a [&] lambda; name a callable that owns something first");
        return detail::call_on_worker<R>(*this, name, lane, std::forward<F>(callable));
    }
}

}  // namespace strata

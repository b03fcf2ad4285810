#pragma once
// Execution: a statement that changes rows, not begun. Await it for the number of rows that it
// changed, give it to Db::send, or take it for one Task among others. Owns what is bound; the Db
// outlives it. Loop thread only.
#include <cstdint>
#include <type_traits>
#include <utility>

#include "strata/loop/task.hpp"

namespace strata::data {

class [[nodiscard]] Execution final {
  public:
    [[nodiscard]] auto operator co_await() noexcept { return task_.operator co_await(); }
    operator Task<std::int64_t>() && noexcept { return std::move(task_); }  // NOLINT(*-explicit-*)

  private:
    friend class Db;  // alone: so it is one statement, and nothing after it
    explicit Execution(Task<std::int64_t> task) noexcept : task_(std::move(task)) {}

    Task<std::int64_t> task_;
};

// What `fn(Unit&)` gives, as a Task.
template <class T>
struct TaskOf {
    using type = T;
};
template <>
struct TaskOf<Execution> {
    using type = Task<std::int64_t>;
};
template <class F, class Unit>
using task_of = typename TaskOf<std::invoke_result_t<F&, Unit&>>::type;

}  // namespace strata::data

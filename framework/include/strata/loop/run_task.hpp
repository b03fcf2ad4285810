#pragma once
// run_task: runs the loop until one task has ended, and gives its value or throws its exception.
// For tests, tools and start-up; not inside run(). Other work of the loop runs meanwhile, and
// run_task returns when all is done.
#include <optional>
#include <stdexcept>
#include <utility>

#include "strata/loop/cancel.hpp"
#include "strata/loop/event_loop.hpp"
#include "strata/loop/task.hpp"
#include "strata/loop/work.hpp"

namespace strata {

template <class T, class E>
auto run_task(EventLoop& loop, Task<T, E> task) -> typename Task<T, E>::value_type {
    CancelScope scope(loop);
    Work work(loop);
    bool ended = task.start(
        scope, [](void* held) noexcept { static_cast<Work*>(held)->release(); }, &work);
    if (ended) work.release();
    loop.run();
    return task.take();
}

}  // namespace strata

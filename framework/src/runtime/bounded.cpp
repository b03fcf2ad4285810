#include "runtime/bounded.hpp"

#include <exception>

#include "strata/loop/task_group.hpp"
#include "strata/loop/timer.hpp"

namespace strata::runtime {

namespace {

auto record(Task<> task, Outcome& outcome) -> Task<> {
    try {
        co_await task;
        outcome.ending = Ending::done;
    } catch (const Cancelled& cancelled) {
        outcome.ending =
            cancelled.reason() == CancelReason::deadline ? Ending::late : Ending::cancelled;
    } catch (const std::exception& exception) {
        outcome.ending = Ending::failed;
        outcome.problem = exception.what();
    }
}

}  // namespace

auto bounded(CancelScope& parent, Task<> task, std::chrono::milliseconds limit) -> Task<Outcome> {
    Outcome outcome;
    TaskGroup group(parent);
    const Deadline deadline(group.scope(), limit);
    group.spawn(record(std::move(task), outcome));
    co_await group.wait();
    co_return outcome;
}

}  // namespace strata::runtime

#pragma once
// bounded: runs a task in a scope of its own, cancelled when its time is over or its parent is.
// Loop thread only.
#include <chrono>
#include <cstdint>
#include <string>

#include "strata/loop/cancel.hpp"
#include "strata/loop/task.hpp"

namespace strata::runtime {

enum class Ending : std::uint8_t { done, failed, late, cancelled };

struct Outcome {
    Outcome() = default;
    Ending ending = Ending::cancelled;
    std::string problem{};  // what() of the exception, if failed
};

// REQUIRES: the awaiting task is in another scope, which is not cancelled: it waits until `task`
// has ended.
[[nodiscard]] auto bounded(CancelScope& parent, Task<> task, std::chrono::milliseconds limit)
    -> Task<Outcome>;

}  // namespace strata::runtime

#pragma once
// late_start: the one line of a start that took longer than it may. Pure.
#include <chrono>
#include <string>
#include <string_view>

namespace strata::runtime {

// `waited_for` is what the step was told when it asked last, or "".
[[nodiscard]] auto late_start(std::string_view step, std::chrono::milliseconds limit,
                              std::string_view waited_for) -> std::string;

}  // namespace strata::runtime

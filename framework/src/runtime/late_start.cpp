#include "runtime/late_start.hpp"

#include "strata/config/units.hpp"

namespace strata::runtime {

auto late_start(std::string_view step, std::chrono::milliseconds limit, std::string_view waited_for)
    -> std::string {
    std::string line = "step '" + std::string(step) + "' did not end within start.timeout (" +
                       config::format_duration(limit) + ")";
    if (!waited_for.empty()) line.append(": ").append(waited_for);
    return line;
}

}  // namespace strata::runtime

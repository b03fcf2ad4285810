#pragma once
// How much a log line matters. A plain value.
#include <cstdint>
#include <string_view>

namespace strata::log {

enum class Level : std::uint8_t { trace, debug, info, warning, error, off };

[[nodiscard]] constexpr auto to_string(Level level) noexcept -> std::string_view {
    switch (level) {
        case Level::trace: return "trace";
        case Level::debug: return "debug";
        case Level::info: return "info";
        case Level::warning: return "warning";
        case Level::error: return "error";
        case Level::off: return "off";
    }
    return "off";
}

}  // namespace strata::log

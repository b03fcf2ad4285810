#pragma once
// Durations and sizes as people write them, in the configuration and in contracts. Pure functions;
// any thread.
//
// A duration is a whole or decimal number and a unit: us, ms, s, m, h, d ("500ms", "1.5s", "2h"). A
// size is a number and a unit: B, kB, MB, GB (powers of 1000), KiB, MiB, GiB (powers of 1024);
// "65536" is bytes. Zero needs no unit. The result must be whole (no half bytes, no fraction of a
// microsecond) and fit, or there is none.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace strata::config {

[[nodiscard]] auto parse_duration(std::string_view text)
    -> std::optional<std::chrono::microseconds>;
[[nodiscard]] auto parse_size(std::string_view text) -> std::optional<std::uint64_t>;

// The shortest exact form: "90s", "1500ms", "2h"; "64KiB", "1MB", "100".
[[nodiscard]] auto format_duration(std::chrono::microseconds value) -> std::string;
[[nodiscard]] auto format_size(std::uint64_t bytes) -> std::string;

}  // namespace strata::config

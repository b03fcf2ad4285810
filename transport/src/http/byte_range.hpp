#pragma once
// A single byte range of RFC 9110, section 14. Pure; any thread.
#include <cstdint>
#include <optional>
#include <string_view>

namespace strata::http {

struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t size = 0;
};
enum class RangeKind : std::uint8_t { whole, part, unsatisfiable };

// Whole: another unit, several ranges, or a malformed one, which are ignored.
[[nodiscard]] auto parse_range(std::string_view field, std::uint64_t size, ByteRange& out) noexcept
    -> RangeKind;

}  // namespace strata::http

#pragma once
// The value of a JSON number. A number that is an integer of 64 bits is kept exactly, however it is
// written (1.0 and 1e2 are integers); any other is the nearest double.
#include <cstdint>

namespace strata::json {

struct Number final {
    enum class Kind : std::uint8_t { malformed, negative, positive, real, overflow };
    Kind kind = Kind::malformed;
    std::int64_t negative = 0;   // Kind::negative: below zero
    std::uint64_t positive = 0;  // Kind::positive: zero and above
    double real = 0;             // Kind::real: also -0; never zero for a number that is not
    const char* end = nullptr;   // after the number; where it went wrong, if malformed
};

[[nodiscard]] auto parse_number(const char* begin, const char* end) noexcept -> Number;

// Of a number that is kept as a double: is it an integer? Those of 64 bits are kept as integers, so
// it has to be larger; what only rounds to a smaller one (1.00000000000000000001) is none.
[[nodiscard]] auto is_integral(double value) noexcept -> bool;

}  // namespace strata::json

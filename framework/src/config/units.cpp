#include "strata/config/units.hpp"

#include <array>
#include <limits>

namespace strata::config {

namespace {

struct Unit {
    std::string_view name;
    std::uint64_t factor;
};

// From the largest, so that formatting takes the first that divides.
constexpr std::array duration_units{
    Unit{"d", 86'400'000'000}, Unit{"h", 3'600'000'000}, Unit{"m", 60'000'000},
    Unit{"s", 1'000'000},      Unit{"ms", 1'000},        Unit{"us", 1},
};
constexpr std::array size_units{
    Unit{"GiB", 1u << 30}, Unit{"GB", 1'000'000'000}, Unit{"MiB", 1u << 20}, Unit{"MB", 1'000'000},
    Unit{"KiB", 1u << 10}, Unit{"kB", 1'000},         Unit{"B", 1},
};

// digits[.digits] without its point, and how many of the digits follow it.
struct Decimal {
    std::uint64_t digits = 0;
    unsigned places = 0;
    std::size_t length = 0;  // of the text read
};

auto read_decimal(std::string_view text) -> std::optional<Decimal> {
    Decimal decimal;
    bool point = false;
    std::size_t count = 0;
    for (const char c : text) {
        if (c == '.' && !point && count > 0) {
            point = true;
        } else if (c >= '0' && c <= '9') {
            if (++count > 18) return std::nullopt;
            decimal.digits = decimal.digits * 10 + static_cast<std::uint64_t>(c - '0');
            if (point) ++decimal.places;
        } else {
            break;
        }
        ++decimal.length;
    }
    const bool complete = count > 0 && (!point || decimal.places > 0);
    return complete ? std::optional(decimal) : std::nullopt;
}

auto scale(Decimal decimal, std::uint64_t factor) -> std::optional<std::uint64_t> {
    std::uint64_t value = 0;
    if (__builtin_mul_overflow(decimal.digits, factor, &value)) return std::nullopt;
    for (; decimal.places > 0; --decimal.places) {
        if (value % 10 != 0) return std::nullopt;
        value /= 10;
    }
    if (value > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) return std::nullopt;
    return value;
}

template <std::size_t n>
auto parse(std::string_view text, const std::array<Unit, n>& units, std::string_view plain_unit)
    -> std::optional<std::uint64_t> {
    const auto decimal = read_decimal(text);
    if (!decimal) return std::nullopt;
    std::string_view name = text.substr(decimal->length);
    if (name.empty()) name = decimal->digits == 0 ? units.back().name : plain_unit;
    for (const Unit& unit : units) {
        if (unit.name == name) return scale(*decimal, unit.factor);
    }
    return std::nullopt;
}

template <std::size_t n>
auto format(std::uint64_t value, const std::array<Unit, n>& units) -> std::string {
    for (const Unit& unit : units) {
        if (value != 0 && value % unit.factor == 0) {
            return std::to_string(value / unit.factor) + std::string(unit.name);
        }
    }
    return "0";
}

}  // namespace

auto parse_duration(std::string_view text) -> std::optional<std::chrono::microseconds> {
    const auto value = parse(text, duration_units, "");
    if (!value) return std::nullopt;
    return std::chrono::microseconds(static_cast<std::int64_t>(*value));
}

auto parse_size(std::string_view text) -> std::optional<std::uint64_t> {
    return parse(text, size_units, "B");
}

auto format_duration(std::chrono::microseconds value) -> std::string {
    if (value.count() < 0) return "-" + format_duration(-value);
    return format(static_cast<std::uint64_t>(value.count()), duration_units);
}

auto format_size(std::uint64_t bytes) -> std::string { return format(bytes, size_units); }

}  // namespace strata::config

#include "json/number.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace strata::json {
namespace {

constexpr std::int64_t exponent_limit = 1'000'000'000;

auto is_digit(const char* p, const char* end) -> bool { return p != end && *p >= '0' && *p <= '9'; }

// The parts of a number, as digits * 10^exponent without trailing zeros in digits.
struct Decimal {
    bool negative = false;
    bool fits = true;  // the digits fit in 64 bits
    std::uint64_t digits = 0;
    std::int64_t exponent = 0;
    std::int64_t significant = 0;  // count of digits after leading zeros
    std::int64_t zeros = 0;        // trailing zeros seen and not yet in `digits`
};

void append_zeros(Decimal& d) {
    for (; d.zeros > 0 && d.fits; --d.zeros) {
        d.fits = !__builtin_mul_overflow(d.digits, std::uint64_t{10}, &d.digits);
    }
    d.zeros = 0;
}

void append_digit(Decimal& d, char c) {
    if (d.significant == 0 && c == '0') return;
    ++d.significant;
    if (c == '0') {
        ++d.zeros;
        return;
    }
    append_zeros(d);
    const auto digit = static_cast<std::uint64_t>(c - '0');
    d.fits = d.fits && !__builtin_mul_overflow(d.digits, std::uint64_t{10}, &d.digits) &&
             !__builtin_add_overflow(d.digits, digit, &d.digits);
}

auto scan_exponent(const char* p, const char* end, std::int64_t& exponent) -> const char* {
    const bool negative = p != end && *p == '-';
    if (p != end && (*p == '-' || *p == '+')) ++p;
    if (!is_digit(p, end)) return nullptr;
    for (; is_digit(p, end); ++p) {
        if (exponent < exponent_limit) exponent = exponent * 10 + (*p - '0');
    }
    if (negative) exponent = -exponent;
    return p;
}

// Null: malformed, `at` says where.
auto scan(const char* p, const char* end, Decimal& d, const char*& at) -> const char* {
    d.negative = p != end && *p == '-';
    if (d.negative) ++p;
    at = p;
    if (!is_digit(p, end)) return nullptr;
    const bool leading_zero = *p == '0';
    const char* first = p;
    for (; is_digit(p, end); ++p) append_digit(d, *p);
    at = first + 1;
    if (leading_zero && p - first > 1) return nullptr;
    if (p != end && *p == '.') {
        const char* fraction = ++p;
        for (at = p; is_digit(p, end); ++p) append_digit(d, *p);
        if (p == fraction) return nullptr;
        d.exponent -= p - fraction;
    }
    if (p != end && (*p == 'e' || *p == 'E')) {
        std::int64_t exponent = 0;
        at = p + 1;
        p = scan_exponent(p + 1, end, exponent);
        if (p == nullptr) return nullptr;
        d.exponent += exponent;
    }
    return p;
}

// An integer of 64 bits, if it is one.
auto exact(Decimal d, Number& out) -> bool {
    if (d.significant == 0) {
        if (d.negative) return false;
        out.kind = Number::Kind::positive;
        return true;
    }
    d.exponent += d.zeros;
    if (!d.fits || d.exponent < 0 || d.exponent > 20) return false;
    d.zeros = d.exponent;
    append_zeros(d);
    if (!d.fits) return false;
    if (!d.negative) {
        out.kind = Number::Kind::positive;
        out.positive = d.digits;
        return true;
    }
    constexpr auto limit = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) + 1;
    if (d.digits > limit) return false;
    out.kind = Number::Kind::negative;
    out.negative = static_cast<std::int64_t>(-d.digits);
    return true;
}

// Digits and a power of ten that are both exact as doubles: one operation rounds correctly.
auto short_decimal(const Decimal& d, double& out) -> bool {
    constexpr std::uint64_t exact_digits = std::uint64_t{1} << 53U;
    constexpr std::array<double, 23> powers{1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                            1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                            1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    const std::int64_t exponent = d.exponent + d.zeros;
    if (!d.fits || d.digits > exact_digits || exponent < -22 || exponent > 22) return false;
    const auto digits = static_cast<double>(d.digits);
    const double power = powers[static_cast<std::size_t>(exponent < 0 ? -exponent : exponent)];
    const double value = exponent < 0 ? digits / power : digits * power;
    out = d.negative ? -value : value;
    return true;
}

}  // namespace

auto parse_number(const char* begin, const char* end) noexcept -> Number {
    Number out;
    Decimal decimal;
    const char* at = begin;
    const char* stop = scan(begin, end, decimal, at);
    if (stop == nullptr) {
        out.end = at;
        return out;
    }
    out.end = stop;
    if (exact(decimal, out)) return out;
    out.kind = Number::Kind::real;
    out.real = decimal.negative ? -0.0 : 0.0;
    if (decimal.significant == 0) return out;
    if (short_decimal(decimal, out.real)) return out;
    const auto [_, error] = std::from_chars(begin, stop, out.real);
    const bool large = decimal.significant + decimal.exponent > 0;
    if (!large && (error != std::errc() || out.real == 0)) {
        constexpr double least = std::numeric_limits<double>::denorm_min();
        out.real = decimal.negative ? -least : least;
    }
    if (large && (error == std::errc::result_out_of_range || std::isinf(out.real))) {
        out.kind = Number::Kind::overflow;
    }
    return out;
}

auto is_integral(double value) noexcept -> bool {
    constexpr double two_to_63 = 9223372036854775808.0;
    return std::isfinite(value) && (value == 0 || std::fabs(value) >= two_to_63);
}

}  // namespace strata::json

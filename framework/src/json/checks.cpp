#include "strata/json/checks.hpp"

#include <charconv>
#include <cmath>
#include <string>

namespace strata::json {
namespace {

auto plural(std::size_t count, std::string_view one, std::string_view many) -> std::string {
    return std::to_string(count) + ' ' + std::string(count == 1 ? one : many);
}

template <class T>
auto number_text(T value) -> std::string {
    char buffer[40];
    return {buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr};
}

auto bound_phrase(std::string_view code) -> std::string_view {
    if (code == "minimum") return "must be at least ";
    if (code == "maximum") return "must be at most ";
    if (code == "exclusiveMinimum") return "must be greater than ";
    if (code == "exclusiveMaximum") return "must be less than ";
    return "must be a multiple of ";
}

template <class T>
void refuse(Reader& reader, std::string_view code, T bound) {
    reader.problem(code, std::string(bound_phrase(code)) + number_text(bound));
}

}  // namespace

// Decimal multiples have no exact binary form: what counts is whether the quotient, rounded, gives
// the value back.
auto is_multiple_of(double value, double divisor) noexcept -> bool {
    const double quotient = value / divisor;
    if (!std::isfinite(quotient)) return std::fmod(value, divisor) == 0;
    const double whole = std::round(quotient);
    if (whole == quotient || whole * divisor == value) return true;
    return std::fabs(quotient - whole) <= std::fabs(quotient) * 1e-15 && std::fabs(quotient) < 1e15;
}

auto is_multiple_of(std::int64_t value, double divisor) noexcept -> bool {
    const bool whole = std::trunc(divisor) == divisor && divisor < 9e18;
    if (whole) return value % static_cast<std::int64_t>(divisor) == 0;
    return is_multiple_of(static_cast<double>(value), divisor);
}

auto is_multiple_of(std::uint64_t value, double divisor) noexcept -> bool {
    const bool whole = std::trunc(divisor) == divisor && divisor < 1.8e19;
    if (whole) return value % static_cast<std::uint64_t>(divisor) == 0;
    return is_multiple_of(static_cast<double>(value), divisor);
}

auto length_message(std::size_t length, std::size_t min, std::size_t max) -> std::string {
    if (length < min) return "must have at least " + plural(min, "character", "characters");
    return "must have at most " + plural(max, "character", "characters");
}

auto check_length(Reader& reader, std::string_view text, std::size_t min, std::size_t max) -> bool {
    if (length_within(text, min, max)) return true;
    const std::size_t length = count_code_points(text);
    reader.problem(length < min ? "minLength" : "maxLength", length_message(length, min, max));
    return false;
}

auto check_items(Reader& reader, std::size_t count, std::size_t min, std::size_t max) -> bool {
    if (count < min) {
        reader.problem("minItems", "must have at least " + plural(min, "item", "items"));
    } else if (count > max) {
        reader.problem("maxItems", "must have at most " + plural(max, "item", "items"));
    }
    return count >= min && count <= max;
}

auto check_properties(Reader& reader, std::size_t count, std::size_t min, std::size_t max) -> bool {
    if (count < min) {
        reader.problem("minProperties", "must have at least " + plural(min, "member", "members"));
    } else if (count > max) {
        reader.problem("maxProperties", "must have at most " + plural(max, "member", "members"));
    }
    return count >= min && count <= max;
}

void refuse_bound(Reader& reader, std::string_view code, double bound) {
    refuse(reader, code, bound);
}
void refuse_bound(Reader& reader, std::string_view code, std::int64_t bound) {
    refuse(reader, code, bound);
}
void refuse_bound(Reader& reader, std::string_view code, std::uint64_t bound) {
    refuse(reader, code, bound);
}

}  // namespace strata::json

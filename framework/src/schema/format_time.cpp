#include "schema/formats.hpp"
#include "strata/values/timestamp.hpp"

namespace strata::schema {
namespace {

// Exactly `count` digits at `at`; -1 if they are none.
auto digits(std::string_view text, std::size_t at, std::size_t count) -> int {
    if (text.size() < at + count) return -1;
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (!is_digit(text[i])) return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

auto days_in(int year, int month) -> int {
    if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// The offset in minutes, east positive; false if the text is none.
auto parse_offset(std::string_view text, int& minutes) -> bool {
    minutes = 0;
    if (text == "Z" || text == "z") return true;
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return false;
    const int hour = digits(text, 1, 2);
    const int minute = digits(text, 4, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return false;
    minutes = (hour * 60 + minute) * (text[0] == '-' ? -1 : 1);
    return true;
}

// A number and its unit, if it is the next; the unit's place in `units` must be past `last`.
auto take_unit(std::string_view& text, std::string_view units, std::size_t& last) -> bool {
    std::size_t n = 0;
    while (n < text.size() && is_digit(text[n])) ++n;
    if (n == 0 || n == text.size()) return false;
    const std::size_t place = units.find(text[n]);
    // Units follow one another without a gap: 1Y2M, not 1Y2D.
    if (place == std::string_view::npos) return false;
    if (last != std::string_view::npos && place != last + 1) return false;
    last = place;
    text.remove_prefix(n + 1);
    return true;
}

auto take_units(std::string_view& text, std::string_view units) -> bool {
    std::size_t last = std::string_view::npos;
    if (!take_unit(text, units, last)) return false;
    while (!text.empty() && text.front() != 'T') {
        if (!take_unit(text, units, last)) return false;
    }
    return true;
}

}  // namespace

auto is_date(std::string_view text) noexcept -> bool {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    const int year = digits(text, 0, 4);
    const int month = digits(text, 5, 2);
    const int day = digits(text, 8, 2);
    return year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= days_in(year, month);
}

auto is_time(std::string_view text) noexcept -> bool {
    if (text.size() < 9 || text[2] != ':' || text[5] != ':') return false;
    const int hour = digits(text, 0, 2);
    const int minute = digits(text, 3, 2);
    const int second = digits(text, 6, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
        return false;
    text.remove_prefix(8);
    if (text.front() == '.') {
        std::size_t n = 1;
        while (n < text.size() && is_digit(text[n])) ++n;
        if (n == 1) return false;
        text.remove_prefix(n);
    }
    int offset = 0;
    if (!parse_offset(text, offset)) return false;
    constexpr int day = 24 * 60;
    // A leap second is the last of a day in UTC.
    return second < 60 || (hour * 60 + minute - offset + 2 * day) % day == day - 1;
}

// As the decoders read it, so that both agree: a Timestamp's years are 0001 to 9999.
auto is_date_time(std::string_view text) noexcept -> bool {
    return Timestamp::parse(text).has_value();
}

auto is_duration(std::string_view text) noexcept -> bool {
    if (!text.starts_with('P')) return false;
    text.remove_prefix(1);
    if (text.ends_with('W')) {
        return take_units(text, "W") && text.empty();
    }
    if (text.empty()) return false;
    if (text.front() != 'T' && !take_units(text, "YMD")) return false;
    if (text.empty()) return true;
    text.remove_prefix(1);
    return take_units(text, "HMS") && text.empty();
}

}  // namespace strata::schema

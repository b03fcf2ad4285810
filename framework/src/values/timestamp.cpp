#include "strata/values/timestamp.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace strata {
namespace {

using std::chrono::days;
using Micros = std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr auto microseconds_of(int year, unsigned month, unsigned day) -> std::int64_t {
    auto date =
        year_month_day(std::chrono::year(year), std::chrono::month(month), std::chrono::day(day));
    return Micros(sys_days(date).time_since_epoch()).count();
}

constexpr std::int64_t first = microseconds_of(1, 1, 1);
constexpr std::int64_t last = microseconds_of(10000, 1, 1) - 1;
constexpr std::int64_t minutes_a_day = 24 * 60;

constexpr auto is_digit(char c) -> bool { return c >= '0' && c <= '9'; }

// Reads a text from its start; the first step that fails makes every later one fail.
class Scanner final {
  public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    auto number(std::size_t digits, unsigned low, unsigned high) -> unsigned {
        if (rest_.size() < digits) return fail();
        unsigned value = 0;
        for (char c : rest_.substr(0, digits)) {
            if (!is_digit(c)) return fail();
            value = value * 10 + static_cast<unsigned>(c - '0');
        }
        rest_.remove_prefix(digits);
        return value < low || value > high ? fail() : value;
    }
    void expect(char c) {
        if (!skip(c)) fail();
    }
    auto skip(char c) -> bool { return skip(c, c); }
    auto skip(char c, char or_this) -> bool {
        if (rest_.empty() || (rest_.front() != c && rest_.front() != or_this)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    // The digits after a dot as microseconds; those past the sixth are cut off.
    auto fraction() -> std::int64_t {
        auto end = std::find_if_not(rest_.begin(), rest_.end(), is_digit);
        auto count = static_cast<std::size_t>(end - rest_.begin());
        if (count == 0) return fail();
        std::int64_t value = 0;
        for (std::size_t i = 0; i < 6; ++i) value = value * 10 + (i < count ? rest_[i] - '0' : 0);
        rest_.remove_prefix(count);
        return value;
    }
    [[nodiscard]] auto complete() const -> bool { return !failed_ && rest_.empty(); }

  private:
    auto fail() -> unsigned {
        failed_ = true;
        rest_ = {};
        return 0;
    }
    std::string_view rest_;
    bool failed_ = false;
};

struct DateTime {
    year_month_day date{};
    unsigned minute = 0;  // of the day
    unsigned second = 0;
    std::int64_t fraction = 0;
    int offset = 0;  // minutes east of UTC
};

auto scan_offset(Scanner& scanner) -> int {
    if (scanner.skip('Z', 'z')) return 0;
    bool west = scanner.skip('-');
    if (!west) scanner.expect('+');
    auto hour = scanner.number(2, 0, 23);
    scanner.expect(':');
    auto value = static_cast<int>(hour * 60 + scanner.number(2, 0, 59));
    return west ? -value : value;
}

// Two digits; what is none is noted in `bad`.
auto two(const char* at, unsigned& bad) -> unsigned {
    const unsigned high = static_cast<unsigned char>(at[0]) - unsigned{'0'};
    const unsigned low = static_cast<unsigned char>(at[1]) - unsigned{'0'};
    bad |= static_cast<unsigned>(high > 9) | static_cast<unsigned>(low > 9);
    return high * 10 + low;
}

// Everything up to the seconds stands at a fixed place: instants are read on every request.
auto scan(std::string_view text) -> std::optional<DateTime> {
    constexpr std::string_view up_to_seconds = "2026-01-02T03:04:05";
    if (text.size() <= up_to_seconds.size()) return std::nullopt;
    const char* at = text.data();
    if (at[4] != '-' || at[7] != '-' || (at[10] != 'T' && at[10] != 't') || at[13] != ':' ||
        at[16] != ':')
        return std::nullopt;
    unsigned bad = 0;
    const auto year = static_cast<int>(two(at, bad) * 100 + two(at + 2, bad));
    const unsigned month = two(at + 5, bad);
    const unsigned day = two(at + 8, bad);
    const unsigned hour = two(at + 11, bad);
    const unsigned minute = two(at + 14, bad);
    const unsigned second = two(at + 17, bad);
    if (bad != 0 || hour > 23 || minute > 59 || second > 60) return std::nullopt;
    DateTime result;
    result.date =
        year_month_day(std::chrono::year(year), std::chrono::month(month), std::chrono::day(day));
    result.minute = hour * 60 + minute;
    result.second = second;
    Scanner scanner(text.substr(up_to_seconds.size()));
    if (scanner.skip('.')) result.fraction = scanner.fraction();
    result.offset = scan_offset(scanner);
    if (!scanner.complete() || !result.date.ok()) return std::nullopt;
    return result;
}

constexpr auto digit_pairs = [] {
    std::array<std::array<char, 2>, 100> pairs{};
    for (std::size_t i = 0; i < pairs.size(); ++i)
        pairs[i] = {static_cast<char>('0' + i / 10), static_cast<char>('0' + i % 10)};
    return pairs;
}();

// Below 100.
auto put_two(char* out, unsigned value) -> char* {
    std::memcpy(out, digit_pairs[value].data(), 2);
    return out + 2;
}

auto put(char* out, char c) -> char* {
    *out = c;
    return out + 1;
}

}  // namespace

auto Timestamp::parse(std::string_view text) noexcept -> std::optional<Timestamp> {
    auto scanned = scan(text);
    if (!scanned) return std::nullopt;
    std::int64_t minute = static_cast<std::int64_t>(scanned->minute) - scanned->offset;
    std::int64_t second = scanned->second;
    std::int64_t fraction = scanned->fraction;
    if (second == 60) {
        auto of_day = (minute + minutes_a_day) % minutes_a_day;
        if (of_day != minutes_a_day - 1) return std::nullopt;
        second = 59;
        fraction = 999'999;
    }
    auto since = sys_days(scanned->date).time_since_epoch() + minutes(minute) + seconds(second) +
                 Micros(fraction);
    auto value = std::chrono::duration_cast<Micros>(since).count();
    if (value < first || value > last) return std::nullopt;
    return Timestamp(value);
}

void Timestamp::to_chars(char* out) const noexcept {
    // What from_microseconds() made outside the range is written as the range's end.
    auto since = Micros(std::clamp(value_, first, last));
    auto day = std::chrono::floor<days>(since);
    auto date = year_month_day(sys_days(day));
    auto time = std::chrono::hh_mm_ss<Micros>(since - day);
    const auto year = static_cast<unsigned>(static_cast<int>(date.year()));
    const auto fraction = static_cast<unsigned>(time.subseconds().count());
    out = put(put_two(put_two(out, year / 100), year % 100), '-');
    out = put(put_two(out, static_cast<unsigned>(date.month())), '-');
    out = put(put_two(out, static_cast<unsigned>(date.day())), 'T');
    out = put(put_two(out, static_cast<unsigned>(time.hours().count())), ':');
    out = put(put_two(out, static_cast<unsigned>(time.minutes().count())), ':');
    out = put(put_two(out, static_cast<unsigned>(time.seconds().count())), '.');
    out = put_two(put_two(out, fraction / 10'000), fraction / 100 % 100);
    put(put_two(out, fraction % 100), 'Z');
}

auto Timestamp::to_string() const -> std::string {
    std::string text(text_size, '\0');
    to_chars(text.data());
    return text;
}

}  // namespace strata

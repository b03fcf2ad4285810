#include "http/http_date.hpp"

#include <array>
#include <ctime>

namespace strata::http {

namespace {

constexpr std::array<const char*, 7> days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

}  // namespace

auto format_http_date(std::int64_t seconds) -> std::string {
    std::time_t time = seconds;
    std::tm parts{};
    ::gmtime_r(&time, &parts);
    std::array<char, 32> text{};
    // By hand, not with %a and %b: a locale must not translate it.
    std::string out = days[static_cast<std::size_t>(parts.tm_wday)];
    std::strftime(text.data(), text.size(), ", %d ", &parts);
    out += text.data();
    out += months[static_cast<std::size_t>(parts.tm_mon)];
    std::strftime(text.data(), text.size(), " %Y %H:%M:%S GMT", &parts);
    return out + text.data();
}

auto parse_http_date(std::string_view text) -> std::optional<std::int64_t> {
    std::string copy(text);
    // The C locale's names are the ones of HTTP, and no setlocale() is called in this program.
    for (const char* form :
         {"%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"}) {
        std::tm parts{};
        if (::strptime(copy.c_str(), form, &parts) == nullptr) continue;
        const int day_of_week = parts.tm_wday;
        const std::time_t time = ::timegm(&parts);
        // strptime() takes single digits, any case and a 31st of February: a date is what is
        // written the same again. Its day of the week may be a wrong one.
        parts.tm_wday = day_of_week;
        std::array<char, 64> again{};
        const std::size_t size = std::strftime(again.data(), again.size(), form, &parts);
        if (text == std::string_view(again.data(), size)) return time;
    }
    return std::nullopt;
}

}  // namespace strata::http

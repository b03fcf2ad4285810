#pragma once
// Dates of RFC 9110, section 5.6.7: IMF-fixdate written, all three forms read. Pure; any thread.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace strata::http {

// Seconds since 1970 in UTC.
[[nodiscard]] auto format_http_date(std::int64_t seconds) -> std::string;
[[nodiscard]] auto parse_http_date(std::string_view text) -> std::optional<std::int64_t>;

}  // namespace strata::http

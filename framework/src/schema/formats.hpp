#pragma once
// One predicate a format; see format.hpp for the documents that define them.
#include <string_view>

namespace strata::schema {

[[nodiscard]] auto is_date(std::string_view text) noexcept -> bool;
[[nodiscard]] auto is_time(std::string_view text) noexcept -> bool;
[[nodiscard]] auto is_date_time(std::string_view text) noexcept -> bool;
[[nodiscard]] auto is_duration(std::string_view text) noexcept -> bool;

[[nodiscard]] auto is_ipv4(std::string_view text) noexcept -> bool;
[[nodiscard]] auto is_ipv6(std::string_view text) noexcept -> bool;
[[nodiscard]] auto is_hostname(std::string_view text) -> bool;
[[nodiscard]] auto is_idn_hostname(std::string_view text) -> bool;
[[nodiscard]] auto is_email(std::string_view text) -> bool;
[[nodiscard]] auto is_idn_email(std::string_view text) -> bool;

[[nodiscard]] auto is_uri(std::string_view text) noexcept -> bool;
[[nodiscard]] auto is_uri_reference(std::string_view text) noexcept -> bool;
[[nodiscard]] auto is_iri(std::string_view text) noexcept -> bool;
[[nodiscard]] auto is_iri_reference(std::string_view text) noexcept -> bool;
[[nodiscard]] auto is_uri_template(std::string_view text) noexcept -> bool;

[[nodiscard]] auto is_json_pointer(std::string_view text) noexcept -> bool;
[[nodiscard]] auto is_relative_json_pointer(std::string_view text) noexcept -> bool;

// ASCII only, whatever the locale.
constexpr auto is_digit(char c) noexcept -> bool { return c >= '0' && c <= '9'; }
constexpr auto is_letter(char c) noexcept -> bool {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr auto is_hex(char c) noexcept -> bool {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

}  // namespace strata::schema

#pragma once
// The formats of JSON Schema 2020-12, section 7.3, internationalised ones included. Pure functions,
// any thread; the text must be valid UTF-8.
#include <cstdint>
#include <optional>
#include <string_view>

namespace strata::schema {

enum class Format : std::uint8_t {
    date_time,
    date,
    time,
    duration,  // RFC 3339, section 5.6 and appendix A
    email,
    idn_email,  // RFC 5321, section 4.1.2; RFC 6531
    hostname,
    idn_hostname,  // RFC 1123, section 2.1, A-labels checked; RFC 5890
    ipv4,
    ipv6,  // RFC 2673, section 3.2; RFC 4291, section 2.2
    uri,
    uri_reference,
    iri,
    iri_reference,  // RFC 3986; RFC 3987
    uri_template,   // RFC 6570
    json_pointer,
    relative_json_pointer,  // RFC 6901
    uuid,                   // RFC 9562
    regex,                  // ECMA-262
};

// By its name in a schema ("date-time"); nothing for a name that the specification does not know.
[[nodiscard]] auto find_format(std::string_view name) noexcept -> std::optional<Format>;
[[nodiscard]] auto format_name(Format format) noexcept -> std::string_view;

[[nodiscard]] auto matches(Format format, std::string_view text) -> bool;

}  // namespace strata::schema

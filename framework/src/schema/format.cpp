#include "strata/schema/format.hpp"

#include <array>

#include "schema/ecma_regex.hpp"
#include "schema/formats.hpp"
#include "strata/values/uuid.hpp"

namespace strata::schema {
namespace {

auto is_uuid(std::string_view text) -> bool { return Uuid::parse(text).has_value(); }
auto is_regex(std::string_view text) -> bool { return translate_regex(text).has_value(); }

struct Entry {
    std::string_view name;
    bool (*matches)(std::string_view);
};

// In the order of the enumeration.
constexpr std::array<Entry, 19> entries{{
    {"date-time", is_date_time},
    {"date", is_date},
    {"time", is_time},
    {"duration", is_duration},
    {"email", is_email},
    {"idn-email", is_idn_email},
    {"hostname", is_hostname},
    {"idn-hostname", is_idn_hostname},
    {"ipv4", is_ipv4},
    {"ipv6", is_ipv6},
    {"uri", is_uri},
    {"uri-reference", is_uri_reference},
    {"iri", is_iri},
    {"iri-reference", is_iri_reference},
    {"uri-template", is_uri_template},
    {"json-pointer", is_json_pointer},
    {"relative-json-pointer", is_relative_json_pointer},
    {"uuid", is_uuid},
    {"regex", is_regex},
}};
static_assert(entries.size() == static_cast<std::size_t>(Format::regex) + 1);

}  // namespace

auto find_format(std::string_view name) noexcept -> std::optional<Format> {
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (entries[i].name == name) return static_cast<Format>(i);
    }
    return std::nullopt;
}

auto format_name(Format format) noexcept -> std::string_view {
    return entries[static_cast<std::size_t>(format)].name;
}

auto matches(Format format, std::string_view text) -> bool {
    return entries[static_cast<std::size_t>(format)].matches(text);
}

}  // namespace strata::schema

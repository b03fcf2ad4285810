#pragma once
// The patterns and formats of generated schemas, each with texts that match it and texts that
// nearly do.
#include <algorithm>
#include <array>
#include <string_view>

namespace strata::testing {

struct Samples {
    std::string_view name;  // the pattern or the format
    std::array<std::string_view, 3> good;
    std::array<std::string_view, 3> bad;
};

inline constexpr Samples patterns[]{
    {"^[a-z]+$", {"a", "abc", "zebra"}, {"", "aB", "a1"}},
    {"^[A-Z]{2}-[0-9]{1,4}$", {"AB-1", "ZZ-0000", "QX-42"}, {"AB-", "A-1", "AB-12345"}},
    {"\\d", {"7", "a1b", "2026"}, {"", "x", "\u0661"}},
    {"^(a|b)*$", {"", "a", "abba"}, {"c", "abc", "A"}},
    {"^.{2}$", {"ab", "\u00e9\u00e9", "\U0001F600x"}, {"a", "abc", "\n\n"}},
};

inline constexpr Samples formats[]{
    {"date", {"2026-02-28", "2024-02-29", "0001-01-01"}, {"2026-02-29", "2026-2-1", "26-01-01"}},
    {"time", {"12:00:00Z", "23:59:60Z", "01:02:03.5+01:00"}, {"24:00:00Z", "12:00:00", "1:2:3Z"}},
    {"duration", {"P1D", "PT1H30M", "P2W"}, {"P", "1D", "P1D2H"}},
    {"email", {"a@b.example", "x.y@z.org", "\"q r\"@b.example"}, {"a", "@b", "a@b@c"}},
    {"hostname", {"example", "a.b-c.d", "xn--4gbwdl.xn--wgbh1c"}, {"-a", "a_b", "a..b"}},
    {"ipv4", {"127.0.0.1", "0.0.0.0", "255.255.255.255"}, {"256.0.0.1", "1.2.3", "01.2.3.4"}},
    {"ipv6", {"::1", "2001:db8::ff", "::ffff:1.2.3.4"}, {":1", "1::2::3", "12345::"}},
    {"uri", {"http://a/b", "urn:x:y", "mailto:a@b"}, {"/a", "http:// a", "\\\\x"}},
    {"uri-reference", {"/a", "#b", "http://a"}, {"\\a", "#a b", ":a"}},
    {"json-pointer", {"", "/a/0", "/~0~1"}, {"a", "/~2", "/~"}},
    {"uri-template", {"/a/{b}", "{?q*}", "x"}, {"{", "/{a", "}"}},
    {"regex", {"^a$", "[a-z]+", "(?<x>a)"}, {"(", "[a", "*"}},
};

inline constexpr Samples uuids{
    "uuid",
    {"0190c8a4-0000-7000-8000-000000000001", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
     "00000000-0000-0000-0000-000000000000"},
    {"0190c8a4-0000-7000-8000-00000000000", "0190c8a4000070008000000000000001",
     "g190c8a4-0000-7000-8000-000000000001"}};
inline constexpr Samples times{
    "date-time",
    {"2026-01-02T03:04:05Z", "2026-01-02t03:04:05.123456789+05:30", "1998-12-31T23:59:60Z"},
    {"2026-01-02 03:04:05Z", "2026-13-02T03:04:05Z", "1998-12-31T23:58:60Z"}};
inline constexpr Samples base64{"base64", {"", "AA==", "c3RyYXRh"}, {"AA=", "A A=", "AB=="}};

[[nodiscard]] inline auto find_samples(std::string_view name) -> const Samples* {
    for (const Samples* each : {&uuids, &times, &base64}) {
        if (each->name == name) return each;
    }
    const auto* pattern = std::ranges::find(patterns, name, &Samples::name);
    if (pattern != std::ranges::end(patterns)) return pattern;
    const auto* format = std::ranges::find(formats, name, &Samples::name);
    return format != std::ranges::end(formats) ? format : nullptr;
}

}  // namespace strata::testing

#include "strata/schema/format.hpp"

#include <doctest/doctest.h>

#include <initializer_list>
#include <string>

using strata::schema::Format;

namespace {

struct Case {
    Format format;
    std::string_view text;
    bool valid;
};

void check(std::initializer_list<Case> cases) {
    for (const Case& one : cases) {
        CAPTURE(strata::schema::format_name(one.format));
        CAPTURE(one.text);
        CHECK(strata::schema::matches(one.format, one.text) == one.valid);
    }
}

}  // namespace

TEST_CASE("formats of time, addresses and hosts know their texts") {
    check({
        {Format::date_time, "2026-02-28T23:59:59.123456+02:00", true},
        {Format::date_time, "2026-02-29T00:00:00Z", false},
        {Format::date_time, "2026-02-28 00:00:00Z", false},
        {Format::date, "2024-02-29", true},
        {Format::date, "1900-02-29", false},
        {Format::time, "23:59:60Z", true},
        {Format::time, "12:00:60Z", false},
        {Format::time, "12:00:00", false},
        {Format::time, "12:00:00.Z", false},
        {Format::duration, "P1Y2M3DT4H5M6S", true},
        {Format::duration, "P1W", true},
        {Format::duration, "P1DT", false},
        {Format::duration, "P", false},
        {Format::email, "o'neil+tag@example.com", true},
        {Format::email, "\"a b\"@[IPv6:::1]", true},
        {Format::email, "a@b@c", false},
        {Format::email, "a..b@c", false},
        {Format::email, "\u00e9@example.com", false},
        {Format::idn_email, "\u00e9@b\u00fccher.example", true},
        {Format::hostname, "a-b.c1", true},
        {Format::hostname, "a_b", false},
        {Format::hostname, "b\u00fccher", false},
        {Format::hostname, "xn--bcher-kva", true},
        {Format::hostname, "xn--x", false},
        {Format::idn_hostname, "b\u00fccher.example", true},
        {Format::idn_hostname, "\u05d0.0a", false},
        {Format::ipv4, "255.0.0.1", true},
        {Format::ipv4, "256.0.0.1", false},
        {Format::ipv4, "01.0.0.1", false},
        {Format::ipv4, "1.2.3", false},
        {Format::ipv4, "1.2.3.4.", false},
        {Format::ipv6, "1::8", true},
        {Format::ipv6, "::ffff:1.2.3.4", true},
        {Format::ipv6, "1:2:3:4:5:6:7::", true},
        {Format::ipv6, "1:2:3:4:5:6:7:8::", false},
        {Format::ipv6, "::1.2.3.4:5", false},
        {Format::ipv6, ":", false},
    });
}

TEST_CASE("formats of references, pointers and patterns know their texts") {
    check({
        {Format::uri, "http://u:p@[::1]:80/a?b#c", true},
        {Format::uri, "//host/path", false},
        {Format::uri, "http://a b", false},
        {Format::uri, "http://a/%zz", false},
        {Format::uri_reference, "../a?b#c", true},
        {Format::uri_reference, "1a:b", false},
        {Format::uri_reference, "\\x", false},
        {Format::iri, "http://b\u00fccher.example/\u20ac?\ue000", true},
        {Format::iri, "http://a/\ue000", false},
        {Format::iri_reference, "\u00e9#\u00e9", true},
        {Format::uri_template, "/a{/b*}{?c,d:3}", true},
        {Format::uri_template, "/a{b", false},
        {Format::uri_template, "/a}b", false},
        {Format::json_pointer, "/a~1b/~0", true},
        {Format::json_pointer, "/a~2", false},
        {Format::json_pointer, "a", false},
        {Format::relative_json_pointer, "1/a", true},
        {Format::relative_json_pointer, "0#", true},
        {Format::relative_json_pointer, "01", false},
        {Format::uuid, "2EB8AA08-aa98-11ea-b4aa-73b441d16380", true},
        {Format::uuid, "2eb8aa08aa9811eab4aa73b441d16380", false},
        {Format::regex, "^(a|b)$", true},
        {Format::regex, "(", false},
    });
}

TEST_CASE("no format takes any text, and none is confused by an empty or a hostile one") {
    for (int i = 0; i <= static_cast<int>(Format::regex); ++i) {
        const auto format = static_cast<Format>(i);
        CAPTURE(strata::schema::format_name(format));
        CHECK(strata::schema::find_format(strata::schema::format_name(format)) == format);
        const std::string nul("a\0b", 3);
        if (format != Format::regex) CHECK_FALSE(strata::schema::matches(format, nul));
        const bool refused_long = !strata::schema::matches(format, std::string(100'000, '('));
        CHECK((refused_long || format == Format::uri_reference || format == Format::iri_reference ||
               format == Format::uri_template));
        static_cast<void>(strata::schema::matches(format, ""));
    }
    CHECK_FALSE(strata::schema::find_format("data-time").has_value());
}

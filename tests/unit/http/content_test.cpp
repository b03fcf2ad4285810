#include <doctest/doctest.h>

#include <stdexcept>

#include "http/byte_range.hpp"
#include "http/compression.hpp"
#include "http/http_date.hpp"
#include "http/response_fields.hpp"
#include "http/trusted_proxies.hpp"

using namespace strata::http;
using namespace std::string_literals;

TEST_CASE("dates are written as IMF-fixdate and read in all three forms") {
    CHECK(format_http_date(784111777) == "Sun, 06 Nov 1994 08:49:37 GMT");
    CHECK(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT") == 784111777);
    CHECK(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT") == 784111777);
    CHECK(parse_http_date("Sun Nov  6 08:49:37 1994") == 784111777);
    CHECK_FALSE(parse_http_date("yesterday").has_value());
    CHECK_FALSE(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT+1").has_value());
    CHECK_FALSE(parse_http_date("").has_value());
    CHECK_FALSE(parse_http_date("Sun, 6 Nov 1994 08:49:37 GMT").has_value());
    CHECK_FALSE(parse_http_date("Sun, 31 Feb 1994 08:49:37 GMT").has_value());
    CHECK_FALSE(parse_http_date("sun, 06 nov 1994 08:49:37 gmt").has_value());
}

TEST_CASE("ranges") {
    auto range = [](std::string_view text, std::uint64_t size) -> std::string {
        ByteRange out;
        switch (parse_range(text, size, out)) {
            case RangeKind::whole: return "whole";
            case RangeKind::unsatisfiable: return "416";
            case RangeKind::part: break;
        }
        return std::to_string(out.first) + "+" + std::to_string(out.size);
    };
    CHECK(range("bytes=0-0", 10) == "0+1");
    CHECK(range("bytes=2-5", 10) == "2+4");
    CHECK(range("bytes=2-", 10) == "2+8");
    CHECK(range("bytes=2-99", 10) == "2+8");
    CHECK(range("bytes=-3", 10) == "7+3");
    CHECK(range("bytes=-30", 10) == "0+10");
    CHECK(range("bytes=10-", 10) == "416");
    CHECK(range("bytes=99999999999999999999-", 10) == "416");
    CHECK(range("bytes=2-99999999999999999999", 10) == "2+8");
    CHECK(range("bytes=-0", 10) == "416");
    CHECK(range("bytes=0-", 0) == "416");
    for (const char* ignored : {"bytes=5-2", "bytes=a-b", "bytes=0-1,3-4", "items=0-1",
                                "bytes=", "bytes=-", "bytes=0-1x"}) {
        CAPTURE(ignored);
        CHECK(range(ignored, 10) == "whole");
    }
}

TEST_CASE("codings are chosen by weight") {
    CHECK(choose_coding("gzip, deflate, br") == Coding::brotli);
    CHECK(choose_coding("gzip") == Coding::gzip);
    CHECK(choose_coding("br;q=0.1, gzip;q=0.9") == Coding::gzip);
    CHECK(choose_coding("br;q=0, *") == Coding::gzip);
    CHECK(choose_coding("*;q=0") == Coding::identity);
    CHECK(choose_coding("gzip;q=0.000") == Coding::identity);
    CHECK(choose_coding("gzip;q=x") == Coding::identity);
    CHECK(choose_coding("") == Coding::identity);
    CHECK(choose_coding("gzip;q=1.0, br;q=0.999") == Coding::gzip);
    CHECK(choose_coding("identity, gzip;q=0.999") == Coding::identity);
    CHECK(choose_coding("identity, gzip") == Coding::gzip);
    CHECK(choose_coding("*;q=0.5, identity;q=0.6") == Coding::identity);
}

TEST_CASE("only what gets smaller is compressed") {
    std::string text(5000, 'x');
    for (Coding coding : {Coding::gzip, Coding::brotli}) {
        auto smaller = compress(coding, text);
        REQUIRE(smaller.has_value());
        CHECK(smaller->size() < 200);
        CHECK_FALSE(compress(coding, "q8$").has_value());
    }
    CHECK_FALSE(compress(Coding::identity, text).has_value());
    CHECK(is_compressible("application/problem+json"));
    CHECK(is_compressible("text/html; charset=utf-8"));
    CHECK_FALSE(is_compressible("image/png"));
    CHECK_FALSE(is_compressible("text/event-stream"));
}

TEST_CASE("a response field can't split the response") {
    ResponseFields fields;
    fields.add("X-Name", " value ");
    CHECK(fields.lines() == "X-Name: value\r\n");
    for (const std::string& bad : {"a\r\nb"s, "a\nb"s, "a\rb"s, "a\0b"s, "a\x7f"s}) {
        CHECK_THROWS_AS(fields.add("X", bad), std::invalid_argument);
        CHECK_THROWS_AS(fields.add("X" + bad, "y"), std::invalid_argument);
    }
    for (const char* ours : {"Content-Length", "transfer-encoding", "Connection", "Date", ""}) {
        CHECK_THROWS_AS(fields.add(ours, "1"), std::invalid_argument);
    }
    CHECK(fields.lines() == "X-Name: value\r\n");
}

TEST_CASE("only trusted proxies say who the client is") {
    TrustedProxies proxies({"10.0.0.0/8", "::1", "192.168.1.4/30"});
    CHECK(proxies.client("10.1.2.3", "", "1.2.3.4") == "1.2.3.4");
    CHECK(proxies.client("10.1.2.3", "", "6.6.6.6, 1.2.3.4, 10.9.9.9") == "1.2.3.4");
    CHECK(proxies.client("8.8.8.8", "", "1.2.3.4") == "8.8.8.8");
    CHECK(proxies.client("::1", "for=1.2.3.4;proto=https", "9.9.9.9") == "1.2.3.4");
    CHECK(proxies.client("::1", "For=\"[2001:db8::7]:4711\"", "") == "2001:db8::7");
    CHECK(proxies.client("::1", "for=unknown", "") == "::1");
    CHECK(proxies.client("::1", "", "nonsense") == "::1");
    CHECK(proxies.client("::1", "", "1.2.3.4:567") == "1.2.3.4");
    CHECK(proxies.trusts("192.168.1.7"));
    CHECK_FALSE(proxies.trusts("192.168.1.8"));
    CHECK_FALSE(proxies.trusts(""));
    CHECK(TrustedProxies({"unix"}).client("", "", "1.2.3.4") == "1.2.3.4");
    for (const char* bad : {"10.0.0.0/33", "a", "1.2.3", "::1/129", "10.0.0.0/x", ""}) {
        CHECK_THROWS_AS(TrustedProxies({bad}), std::invalid_argument);
    }
}

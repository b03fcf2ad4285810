#include "http/parse/request_parser.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace strata::http;

namespace {

struct Outcome {
    int status = 0;  // 0: parsed; -1: more bytes are wanted
    std::string path;
    std::string host;
};

auto feed(std::string_view request, std::size_t step, HeadLimits limits = {}) -> Outcome {
    RequestParser parser;
    for (std::size_t end = std::min(step, request.size());;
         end = std::min(end + step, request.size())) {
        // A fresh copy each time: the bytes may move between calls.
        std::string bytes(request.substr(0, end));
        Parsed result = parser.parse(bytes, limits);
        if (result == Parsed::refused) return {parser.refusal().status, {}, {}};
        if (result == Parsed::complete) {
            HeadView view(bytes.data(), parser.head());
            return {0, std::string(view.path()), std::string(view.host())};
        }
        if (end == request.size()) return {-1, {}, {}};
    }
}

// Parses whole, byte by byte and in pieces of 7: all must agree.
auto status_of(std::string_view request, HeadLimits limits = {}) -> int {
    Outcome whole = feed(request, request.size() + 1, limits);
    for (std::size_t step : {1, 7}) {
        Outcome split = feed(request, step, limits);
        CHECK(split.status == whole.status);
        CHECK(split.path == whole.path);
        CHECK(split.host == whole.host);
    }
    return whole.status;
}

auto with_field(std::string_view field) -> std::string {
    return "GET / HTTP/1.1\r\nHost: a\r\n" + std::string(field) + "\r\n\r\n";
}
auto with_target(std::string_view target) -> std::string {
    return "GET " + std::string(target) + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

struct Case {
    std::string bytes;
    int status;
};

void check_all(const std::vector<Case>& cases) {
    for (const Case& item : cases) {
        CAPTURE(item.bytes);
        CHECK(status_of(item.bytes) == item.status);
    }
}

}  // namespace

TEST_CASE("request lines") {
    auto line = [](std::string_view text) { return std::string(text) + "\r\nHost: a\r\n\r\n"; };
    check_all({
        {line("GET / HTTP/1.1"), 0},
        {line("OPTIONS * HTTP/1.1"), 0},
        {line("GET / HTTP/1.0"), 0},
        {line("GET / HTTP/1.9"), 0},
        {line("\r\nGET / HTTP/1.1"), 0},
        {line("GET / HTTP/2.0"), 505},
        {line("PRI * HTTP/2.0"), 505},
        {line("GET / HTTP/0.9"), 505},
        {line("GET / HTTP/1.10"), 400},
        {line("GET / http/1.1"), 400},
        {line("GET / HTTP/1,1"), 400},
        {line("GET / HTTP /1.1"), 400},
        {line("GET / HTTP/1.1 "), 400},
        {line("GET /"), 400},
        {line("GET"), 400},
        {line("GET  / HTTP/1.1"), 400},
        {line("GET /  HTTP/1.1"), 400},
        {line(" GET / HTTP/1.1"), 400},
        {line("GET\t/ HTTP/1.1"), 400},
        {line("G(T / HTTP/1.1"), 400},
        {line("get / HTTP/1.1"), 501},
        {line("BREW / HTTP/1.1"), 501},
        {line("TRACE / HTTP/1.1"), 501},
        {line("CONNECT a:1 HTTP/1.1"), 501},
        {"GET / HTTP/1.1\nHost: a\n\n", 400},
        {"GET / HTTP/1.1\rHost: a\r\n\r\n", 400},
        {"\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\n", -1},
        {"GET / HTTP/1.1\r\nHost: a\r\n", -1},
        {std::string("\x16\x03\x01\x02", 4), 400},
        {std::string("GET /\0 HTTP/1.1\r\n", 18), 400},
    });
}

TEST_CASE("targets") {
    check_all({
        {with_target("/a/b?x=1&y=[2]|{}"), 0},
        {with_target("http://b.example:81/a?x"), 0},
        {with_target("HTTP://b"), 0},
        {with_target("/%41%2f"), 0},
        {with_target("//a"), 0},
        {with_target("/..."), 0},
        {with_target("*"), 400},
        {with_target("a"), 400},
        {with_target("a:80"), 400},
        {with_target("ftp://a/"), 400},
        {with_target("http://"), 400},
        {with_target("http:///a"), 400},
        {with_target("http://u@a/"), 400},
        {with_target("/a#b"), 400},
        {with_target("/a?b#c"), 400},
        {with_target("/%"), 400},
        {with_target("/%4"), 400},
        {with_target("/%zz"), 400},
        {with_target("/?q=%g0"), 400},
        {with_target("/%00"), 400},
        {with_target("/?%00"), 400},
        {with_target("/\xc3\xa9"), 400},
        {with_target("/a\\b"), 400},
        {with_target("/\"a\""), 400},
        {with_target("/<a>"), 400},
        {with_target("/../etc/passwd"), 400},
        {with_target("/a/.."), 400},
        {with_target("/a/./b"), 400},
        {with_target("/%2e%2E/b"), 400},
        {with_target("/.%2e"), 400},
    });
    CHECK(feed(with_target("http://b.example:81/x?y"), 1000).host == "b.example:81");
    CHECK(feed(with_target("http://b"), 1000).path == "/");
    CHECK(feed(with_target("/x"), 1000).host == "a");
}

TEST_CASE("hosts") {
    auto host = [](std::string_view lines) {
        return "GET / HTTP/1.1\r\n" + std::string(lines) + "\r\n";
    };
    check_all({
        {host("Host: a.example\r\n"), 0},
        {host("Host: a.example:8080\r\n"), 0},
        {host("Host: a.example:\r\n"), 0},
        {host("Host: [::1]:80\r\n"), 0},
        {host("hOsT:127.0.0.1 \r\n"), 0},
        {host(""), 400},
        {host("Host:\r\n"), 400},
        {host("Host: a\r\nHost: a\r\n"), 400},
        {host("Host: a\r\nhost: b\r\n"), 400},
        {host("Host: a b\r\n"), 400},
        {host("Host: a, b\r\n"), 400},
        {host("Host: a/b\r\n"), 400},
        {host("Host: u@a\r\n"), 400},
        {host("Host: a:x\r\n"), 400},
        {host("Host: a:65536\r\n"), 400},
        {host("Host: [::1\r\n"), 400},
        {host("Host: http://a\r\n"), 400},
        {"GET / HTTP/1.0\r\n\r\n", 0},
        {"GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", 400},
    });
}

TEST_CASE("fields") {
    using namespace std::string_literals;
    check_all({
        {with_field("X: y"), 0},
        {with_field("X:"), 0},
        {with_field("X: \xe9"), 0},
        {with_field("X: a\tb"), 0},
        {with_field("X : y"), 400},
        {with_field("X\t: y"), 400},
        {with_field(": y"), 400},
        {with_field("X"), 400},
        {with_field("X y: z"), 400},
        {with_field("X\xe9: z"), 400},
        {with_field("X(: z"), 400},
        {with_field("X: a\r\n b"), 400},
        {with_field(" X: a"), 400},
        {with_field("X: a\rb"), 400},
        {with_field("X: a\nY: b"), 400},
        {with_field("X: a\0b"s), 400},
        {with_field("X: a\x7f"), 400},
        {with_field("X: 0123456789abcdef\x01 0123456789"), 400},
        {with_field("Content-Type: a\r\nContent-Type: a"), 400},
        {with_field("Expect: 100-continue"), 0},
        {with_field("Expect: 100-Continue"), 0},
        {with_field("Expect: more"), 417},
        {with_field("Expect: 100-continue, more"), 417},
    });
}

TEST_CASE("framing") {
    check_all({
        {with_field("Content-Length: 5"), 0},
        {with_field("Content-Length: 005"), 0},
        {with_field("Transfer-Encoding: chunked"), 0},
        {with_field("Transfer-Encoding: CHUNKED "), 0},
        {with_field("Content-Length:"), 400},
        {with_field("Content-Length: +5"), 400},
        {with_field("Content-Length: -1"), 400},
        {with_field("Content-Length: 0x5"), 400},
        {with_field("Content-Length: 5, 5"), 400},
        {with_field("Content-Length: 5 5"), 400},
        {with_field("Content-Length: 5.0"), 400},
        {with_field("Content-Length: 5\r\nContent-Length: 5"), 400},
        {with_field("Content-Length: 99999999999999999999"), 413},
        {with_field("Transfer-Encoding: chunked\r\nContent-Length: 5"), 400},
        {with_field("Content-Length: 5\r\nTransfer-Encoding: chunked"), 400},
        {with_field("Transfer-Encoding: chunked, chunked"), 400},
        {with_field("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"), 400},
        {with_field("Transfer-Encoding: xchunked"), 400},
        {with_field("Transfer-Encoding: chunked, identity"), 400},
        {with_field("Transfer-Encoding: identity"), 400},
        {with_field("Transfer-Encoding:"), 400},
        {with_field("Transfer-Encoding: \"chunked\""), 400},
        {with_field("Transfer-Encoding: chunked;a=b"), 400},
        {with_field("Transfer-Encoding: gzip"), 400},
        {with_field("Transfer-Encoding: gzip, chunked"), 501},
        {"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
    });
}

TEST_CASE("limits of the head") {
    HeadLimits limits;
    limits.request_line = 50;
    limits.header_bytes = 100;
    limits.header_count = 3;
    auto path = [](std::size_t size) {
        return "GET /" + std::string(size, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n";
    };
    CHECK(status_of(path(50 - 14), limits) == 0);
    CHECK(status_of(path(51 - 14), limits) == 414);
    CHECK(status_of("GET /" + std::string(60, 'a'), limits) == 414);
    auto field = [](std::size_t size) { return with_field("X: " + std::string(size, 'a')); };
    CHECK(status_of(field(100 - 9 - 5), limits) == 0);
    CHECK(status_of(field(101 - 9 - 5), limits) == 431);
    CHECK(status_of("GET / HTTP/1.1\r\nX: " + std::string(200, 'a'), limits) == 431);
    CHECK(status_of(with_field("a: b\r\nb: c"), limits) == 0);
    CHECK(status_of(with_field("a: b\r\nb: c\r\nd: e"), limits) == 431);
}

TEST_CASE("what the connection needs to know of a head") {
    auto head = [](std::string_view bytes) {
        RequestParser parser;
        REQUIRE(parser.parse(bytes, {}) == Parsed::complete);
        return parser.head();
    };
    CHECK(head(with_field("A: b")).keep_alive);
    CHECK_FALSE(head(with_field("Connection: foo, Close")).keep_alive);
    CHECK_FALSE(head(with_field("Connection: keep-alive\r\nConnection: close")).keep_alive);
    CHECK_FALSE(head("GET / HTTP/1.0\r\n\r\n").keep_alive);
    CHECK(head("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").keep_alive);
    CHECK(head(with_field("Connection: Upgrade\r\nUpgrade: websocket")).asks_upgrade);
    CHECK_FALSE(head(with_field("Upgrade: websocket")).asks_upgrade);
    CHECK(head(with_field("Content-Length: 0017")).content_length == 17);

    std::string bytes = with_field("X-One: 1\r\nX-Two:  2 2 ") + "tail";
    RequestParser parser;
    REQUIRE(parser.parse(bytes, {}) == Parsed::complete);
    HeadView view(bytes.data(), parser.head());
    CHECK(bytes.substr(parser.head().size) == "tail");
    CHECK(view.find("x-two").value_or("") == "2 2");
    CHECK_FALSE(view.find("x-three").has_value());
    std::size_t count = 0;
    view.each([&count](FieldView) { ++count; });
    CHECK(count == 3);
}

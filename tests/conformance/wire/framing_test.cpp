#include <doctest/doctest.h>

#include "wire/wire_cases.hpp"

using namespace wire;
using namespace std::string_literals;

namespace {
const std::string next = "GET /items/x HTTP/1.1\r\nHost: a\r\n\r\n";

auto framed(std::string_view fields, std::string_view body = "hello") -> std::string {
    return request("POST /echo", std::string(fields) + "\r\n", body);
}
}  // namespace

TEST_CASE("a body of a given length") {
    check_cases(shared_server(),
                {
                    {post("/echo", "hello"), "200"},
                    {post("/echo", ""), "200"},
                    {post("/echo", std::string(1000, 'x')), "200"},
                    {post("/echo", std::string(64 * 1024, 'x')), "200"},
                    {post("/echo", "hello") + next, "200 200"},
                    {framed("Content-Length: 0005"), "200"},
                    {request("POST /echo"), "200"},
                    {request("GET /", "Content-Length: 5\r\n", "hello") + next, "200 200"},
                    {framed("Content-Length: 5, 5"), "400 close"},
                    {framed("Content-Length: 5,5"), "400 close"},
                    {framed("Content-Length: 5\r\nContent-Length: 5"), "400 close"},
                    {framed("Content-Length: 5\r\nContent-Length: 6"), "400 close"},
                    {framed("Content-Length: +5"), "400 close"},
                    {framed("Content-Length: -5"), "400 close"},
                    {framed("Content-Length: 0x5"), "400 close"},
                    {framed("Content-Length: 5a"), "400 close"},
                    {framed("Content-Length: 5 "), "200"},
                    {framed("Content-Length: 5 5"), "400 close"},
                    {framed("Content-Length: 5.0"), "400 close"},
                    {framed("Content-Length: five"), "400 close"},
                    {framed("Content-Length:"), "400 close"},
                    {framed("Content-Length: \"5\""), "400 close"},
                    {framed("Content-Length: 1e1"), "400 close"},
                    {framed("Content-Length: 99999999999999999999"), "413 close"},
                    {framed("Content-Length: 18446744073709551621"), "413 close"},
                    {framed("Content-Length: 70000"), "413 close"},
                    {framed("Content_Length: 5", "") + next, "200 200"},
                });
}

TEST_CASE("a chunked body") {
    check_cases(
        shared_server(),
        {
            {chunked("/echo", "5\r\nhello\r\n0\r\n\r\n"), "200"},
            {chunked("/echo", "0\r\n\r\n"), "200"},
            {chunked("/echo", "5\r\nhello\r\n0\r\n\r\n") + next, "200 200"},
            {chunked("/echo", "5;a=b\r\nhello\r\n0;c\r\n\r\n"), "200"},
            {chunked("/echo", "5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n"), "200"},
            {chunked("/echo", "5\r\nhello\r\n0\r\nContent-Length: 1\r\n\r\n"), "400 close"},
            {chunked("/echo", "5\r\nhello\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n"),
             "400 close"},
            {chunked("/echo", "5\r\nhello\r\n0\r\nHost: b\r\n\r\n"), "400 close"},
            {chunked("/echo", "5\r\nhello\r\n0\r\nX : y\r\n\r\n"), "400 close"},
            {chunked("/echo", "5\r\nhello0\r\n\r\n"), "400 close"},
            {chunked("/echo", "4\r\nhello\r\n0\r\n\r\n"), "400 close"},
            {chunked("/echo", "6\r\nhello\r\n0\r\n\r\n"), "400 close"},
            {chunked("/echo", "5\nhello\r\n0\r\n\r\n"), "400 close"},
            {chunked("/echo", "5\r\nhello\n0\r\n\r\n"), "400 close"},
            {chunked("/echo", "0x5\r\nhello\r\n0\r\n\r\n"), "400 close"},
            {chunked("/echo", "+5\r\nhello\r\n0\r\n\r\n"), "400 close"},
            {chunked("/echo", "-5\r\nhello\r\n0\r\n\r\n"), "400 close"},
            {chunked("/echo", " 5\r\nhello\r\n0\r\n\r\n"), "400 close"},
            {chunked("/echo", "5 \r\nhello\r\n0\r\n\r\n"), "400 close"},
            {chunked("/echo", "\r\nhello\r\n0\r\n\r\n"), "400 close"},
            {chunked("/echo", "g\r\nhello\r\n0\r\n\r\n"), "400 close"},
            {chunked("/echo", "fffffffffffffffff\r\nhello\r\n0\r\n\r\n"), "400 close"},
            {chunked("/echo", "7fffffffffffffff\r\nhello\r\n0\r\n\r\n"), "413 close"},
            {chunked("/echo", "20000\r\nhello"), "413 close"},
            {chunked("/echo", "5;" + std::string(2000, 'a') + "\r\nhello\r\n0\r\n\r\n"),
             "400 close"},
            {chunked("/echo", "5;a=\"\r\nhello\r\n0\r\n\r\n"), "400 close"},
            {chunked("/echo", "5;a\x01\r\nhello\r\n0\r\n\r\n"), "400 close"},
            {chunked("/echo", "5\r\nhello\r\n0\r\nX: " + std::string(9000, 'a') + "\r\n\r\n"),
             "431 close"},
            {chunked("/echo", "5\r\nhello\r\n0\r\n\n"), "400 close"},
        });
}

TEST_CASE("smuggling") {
    auto te = [](std::string_view fields) { return framed(fields, "0\r\n\r\n" + next); };
    check_cases(
        shared_server(),
        {
            {te("Transfer-Encoding: chunked\r\nContent-Length: 5"), "400 close"},
            {te("Content-Length: 5\r\nTransfer-Encoding: chunked"), "400 close"},
            {te("Transfer-Encoding: chunked, chunked"), "400 close"},
            {te("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"), "400 close"},
            {te("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"), "400 close"},
            {te("Transfer-Encoding: gzip\r\nContent-Length: 5"), "400 close"},
            {te("Transfer-Encoding: xchunked\r\nContent-Length: 5"), "400 close"},
            {te("Transfer-Encoding: chunked, identity\r\nContent-Length: 5"), "400 close"},
            {te("Transfer-Encoding: gzip"), "400 close"},
            {te("Transfer-Encoding: gzip, chunked"), "501 close"},
            {te("Transfer-Encoding: identity"), "400 close"},
            {te("Transfer-Encoding:"), "400 close"},
            {te("Transfer-Encoding: ,chunked"), "400 close"},
            {te("Transfer-Encoding: chunked,"), "400 close"},
            {te("Transfer-Encoding: \"chunked\""), "400 close"},
            {te("Transfer-Encoding: chunked;q=1"), "400 close"},
            {te("Transfer-Encoding: chun\x01ked"), "400 close"},
            {te("Transfer-Encoding : chunked"), "400 close"},
            {te("Transfer-Encoding\t: chunked"), "400 close"},
            {te(" Transfer-Encoding: chunked"), "400 close"},
            {te("X: y\r\n Transfer-Encoding: chunked"), "400 close"},
            {te("X: y\rTransfer-Encoding: chunked"), "400 close"},
            {te("X: y\nTransfer-Encoding: chunked"), "400 close"},
            {te("Transfer-Encoding: CHUNKED"), "200 200"},
            {te("Transfer-Encoding:chunked"), "200 200"},
            {te("Transfer-Encoding: \tchunked \t"), "200 200"},
            {"POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400 close"},
            {"POST /echo HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: "
             "chunked\r\n\r\n0\r\n\r\n",
             "400 close"},
            {framed("Content-Length: 5", "hello\r\n" + next), "200 200"},
            {framed("Content-Length: 5\r\nX: a\0b"s), "400 close"},
        });
}

TEST_CASE("pipelining in order") {
    std::string many;
    std::string expected;
    for (int i = 0; i < 50; ++i) {
        many += i % 3 == 0   ? post("/echo", "x")
                : i % 3 == 1 ? request("GET /items/1")
                             : request("GET /none");
        expected += i % 3 == 2 ? "404 " : "200 ";
    }
    check_cases(shared_server(),
                {
                    {many, expected},
                    {request("GET /slow?ms=30") + request("GET /none") + next, "200 404 200"},
                    {request("GET /none") + "BAD\r\n\r\n" + next, "404 400 close"},
                    {request("GET /", "Connection: close\r\n") + next, "200 close"},
                    {post("/small", "12345678901") + next, "413 close"},
                });
}

#include <doctest/doctest.h>

#include "wire/wire_cases.hpp"

using namespace wire;
using namespace std::string_literals;

namespace {
const std::string next = "GET /items/x HTTP/1.1\r\nHost: a\r\n\r\n";

auto framed(std::string_view fields, std::string_view body = "hello") -> std::string {
    return request("POST /echo", std::string(fields) + "\r\n", body);
}

auto trailers(int count) -> std::string {
    std::string fields;
    for (int i = 0; i < count; ++i) fields += "A: b\r\n";
    return fields;
}
}  // namespace

TEST_CASE("a body of a given length") {
    check_attacks(shared_server(), "length");
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
                    {framed("Content-Length: 5 "), "200"},
                    {framed("Content_Length: 5", "") + next, "200 200"},
                });
}

TEST_CASE("a chunked body") {
    check_attacks(shared_server(), "chunk");
    check_cases(shared_server(),
                {
                    {chunked("/echo", "5\r\nhello\r\n0\r\n\r\n"), "200"},
                    {chunked("/echo", "0\r\n\r\n"), "200"},
                    {chunked("/echo", "5\r\nhello\r\n0\r\n\r\n") + next, "200 200"},
                    {chunked("/echo", "5;a=b\r\nhello\r\n0;c\r\n\r\n"), "200"},
                    {chunked("/echo", "5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n"), "200"},
                    {chunked("/echo", "0\r\n" + trailers(100) + "\r\n") + next, "200 200"},
                    {chunked("/echo", "0\r\n" + trailers(101) + "\r\n") + next, "431 close"},
                });
}

TEST_CASE("smuggling") {
    auto te = [](std::string_view fields) { return framed(fields, "0\r\n\r\n" + next); };
    check_attacks(shared_server(), "smuggling");
    check_cases(shared_server(), {
                                     {te("Transfer-Encoding: CHUNKED"), "200 200"},
                                     {te("Transfer-Encoding:chunked"), "200 200"},
                                     {te("Transfer-Encoding: \tchunked \t"), "200 200"},
                                     {framed("Content-Length: 5", "hello\r\n" + next), "200 200"},
                                     {te("Transfer-Encoding: gzip, chunked"), "501 close"},
                                     {te("Transfer-Encoding: a, gzip , chunked"), "501 close"},
                                     {te("Transfer-Encoding: a, chunked, chunked"), "400 close"},
                                     {te("Transfer-Encoding: chunked, a, chunked"), "400 close"},
                                     {te("Transfer-Encoding: a b, chunked"), "400 close"},
                                     {te("Transfer-Encoding: a, gzip"), "400 close"},
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

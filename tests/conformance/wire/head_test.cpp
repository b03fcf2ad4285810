#include <doctest/doctest.h>

#include "wire/wire_cases.hpp"

using namespace wire;
using namespace std::string_literals;

namespace {
auto line(std::string_view text) -> std::string {
    return std::string(text) + "\r\nHost: a\r\n\r\n";
}
auto hosts(std::string_view fields) -> std::string {
    return "GET / HTTP/1.1\r\n" + std::string(fields) + "\r\n";
}
auto field(std::string_view text) -> std::string {
    return request("GET /", std::string(text) + "\r\n");
}
}  // namespace

TEST_CASE("request lines and versions") {
    check_cases(shared_server(),
                {
                    {line("GET / HTTP/1.1"), "200"},
                    {line("\r\nGET / HTTP/1.1"), "200"},
                    {line("GET / HTTP/1.0"), "200 close"},
                    {"GET / HTTP/1.0\r\n\r\n", "200 close"},
                    {"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "200"},
                    {line("GET / HTTP/1.2"), "200"},
                    {line("GET / HTTP/2.0"), "505 close"},
                    {line("GET / HTTP/0.9"), "505 close"},
                    {line("GET / HTTP/3.0"), "505 close"},
                    {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505 close"},
                    {line("GET / HTTP/1.1.1"), "400 close"},
                    {line("GET / HTTP/11"), "400 close"},
                    {line("GET / HTTP/1.x"), "400 close"},
                    {line("GET / http/1.1"), "400 close"},
                    {line("GET / HTTPS/1.1"), "400 close"},
                    {line("GET /"), "400 close"},
                    {line("GET"), "400 close"},
                    {line("GET  / HTTP/1.1"), "400 close"},
                    {line("GET /  HTTP/1.1"), "400 close"},
                    {line("GET / HTTP/1.1 "), "400 close"},
                    {line("GET /a b HTTP/1.1"), "400 close"},
                    {line(" GET / HTTP/1.1"), "400 close"},
                    {line("GET\t/\tHTTP/1.1"), "400 close"},
                    {"GET / HTTP/1.1\nHost: a\n\n", "400 close"},
                    {"GET / HTTP/1.1\r\nHost: a\n\r\n", "400 close"},
                    {"GET / HTTP/1.1\r\nHost: a\r\n\n", "400 close"},
                    {"GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", "400 close"},
                    {"\n" + line("GET / HTTP/1.1"), "400 close"},
                    {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"s, "400 close"},
                    {"GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n"s, "400 close"},
                    {std::string(20000, 'A'), "414 close"},
                    {line("GET /" + std::string(9000, 'a') + " HTTP/1.1"), "414 close"},
                    {line("GET /" + std::string(8000, 'a') + " HTTP/1.1"), "404"},
                });
}

TEST_CASE("methods") {
    check_cases(shared_server(), {
                                     {request("HEAD /plaintext"), "200"},
                                     {request("OPTIONS /echo"), "204"},
                                     {request("OPTIONS *"), "204"},
                                     {request("DELETE /echo"), "405"},
                                     {request("PATCH /echo"), "405"},
                                     {post("/plaintext", "x"), "405"},
                                     {request("GET /echo"), "405"},
                                     {request("GET /nothing/here"), "404"},
                                     {post("/nothing/here", "x"), "404"},
                                     {request("get /"), "501 close"},
                                     {request("Get /"), "501 close"},
                                     {request("BREW /"), "501 close"},
                                     {request("TRACE /"), "501 close"},
                                     {request("CONNECT a:443"), "501 close"},
                                     {request("PROPFIND /"), "501 close"},
                                     {request("G,T /"), "400 close"},
                                     {request("G\x80T /"), "400 close"},
                                 });
    WireClient client(shared_server().port());
    CHECK(client.exchange(request("PATCH /echo")).field("Allow") == "POST, PUT, OPTIONS");
    CHECK(client.exchange(request("POST /plaintext")).field("Allow") == "GET, HEAD, OPTIONS");
    client.send(request("HEAD /plaintext"));
    CHECK(client.receive(true).field("Content-Length") == "13");
    CHECK(client.exchange(request("GET /plaintext")).body == "Hello, World!");
}

TEST_CASE("targets") {
    check_cases(shared_server(), {
                                     {request("GET http://a/"), "200"},
                                     {request("GET http://b.example:8080/plaintext?x"), "200"},
                                     {request("GET https://a/plaintext"), "200"},
                                     {request("GET HTTP://a"), "200"},
                                     {request("OPTIONS http://a"), "204"},
                                     {request("GET /items/1?q=a+b%20c"), "200"},
                                     {request("GET /?a[]=1&b={|}"), "200"},
                                     {request("GET //"), "404"},
                                     {request("GET *"), "400 close"},
                                     {request("GET plaintext"), "400 close"},
                                     {request("GET a:80"), "400 close"},
                                     {request("GET ftp://a/"), "400 close"},
                                     {request("GET http://"), "400 close"},
                                     {request("GET http:///x"), "400 close"},
                                     {request("GET http://u:p@a/"), "400 close"},
                                     {request("GET /#x"), "400 close"},
                                     {request("GET /%"), "400 close"},
                                     {request("GET /%1"), "400 close"},
                                     {request("GET /%zz"), "400 close"},
                                     {request("GET /%00"), "400 close"},
                                     {request("GET /?%0"), "400 close"},
                                     {request("GET /\xff"), "400 close"},
                                     {request("GET /<x>"), "400 close"},
                                     {request("GET /a\\b"), "400 close"},
                                     {request("GET /../x"), "400 close"},
                                     {request("GET /x/.."), "400 close"},
                                     {request("GET /./x"), "400 close"},
                                     {request("GET /%2e%2e/x"), "400 close"},
                                     {request("GET ?x"), "400 close"},
                                 });
    WireClient client(shared_server().port());
    CHECK(client.exchange(request("GET /items/a%2Fb?q=%41+%2b")).body == "a/b|A +");
    CHECK(client.exchange(request("GET /items/%2561")).body == "%61|-");
    CHECK(client.exchange(request("GET /items/special")).body == "Hello, World!");
    CHECK(client.exchange(request("GET /items/%73pecial")).body == "Hello, World!");
    CHECK(client.exchange(request("DELETE /items/special")).body == "special|-");
    CHECK(client.exchange(request("GET /tail/a/b/c")).body == "a/b/c");
    CHECK(client.exchange(request("GET /tail/")).status == 200);
    CHECK(client.exchange(request("GET /tail")).status == 404);
    CHECK(client.exchange(request("GET /items/")).status == 404);
}

TEST_CASE("hosts") {
    check_cases(shared_server(), {
                                     {hosts("Host: a.example\r\n"), "200"},
                                     {hosts("Host: a.example:8080\r\n"), "200"},
                                     {hosts("Host: [::1]:8080\r\n"), "200"},
                                     {hosts("HOST:127.0.0.1\r\n"), "200"},
                                     {hosts(""), "400 close"},
                                     {hosts("Host:\r\n"), "400 close"},
                                     {hosts("Host: \r\n"), "400 close"},
                                     {hosts("Host: a\r\nHost: a\r\n"), "400 close"},
                                     {hosts("Host: a\r\nX: y\r\nhost: b\r\n"), "400 close"},
                                     {hosts("Host: a, b\r\n"), "400 close"},
                                     {hosts("Host: a b\r\n"), "400 close"},
                                     {hosts("Host: a/b\r\n"), "400 close"},
                                     {hosts("Host: a?b\r\n"), "400 close"},
                                     {hosts("Host: u@a\r\n"), "400 close"},
                                     {hosts("Host: a:b\r\n"), "400 close"},
                                     {hosts("Host: a:99999\r\n"), "400 close"},
                                     {hosts("Host: [::1\r\n"), "400 close"},
                                     {hosts("Host: http://a/\r\n"), "400 close"},
                                     {hosts("Host : a\r\n"), "400 close"},
                                     {"GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", "400 close"},
                                     {"GET http://b/ HTTP/1.1\r\n\r\n", "400 close"},
                                 });
}

TEST_CASE("fields") {
    std::string many;
    for (int i = 0; i < 101; ++i) many += "X-" + std::to_string(i) + ": y\r\n";
    check_cases(shared_server(),
                {
                    {field("X:"), "200"},
                    {field("X: \xc3\xa9"), "200"},
                    {field("!#$%&'*+-.^_`|~: y"), "200"},
                    {field("X: y\tz"), "200"},
                    {field("X : y"), "400 close"},
                    {field(": y"), "400 close"},
                    {field("X"), "400 close"},
                    {field("X Y: z"), "400 close"},
                    {field("X\xe9: z"), "400 close"},
                    {field("X@: z"), "400 close"},
                    {field("X: y\r\n z"), "400 close"},
                    {field("X: y\r\n\tz"), "400 close"},
                    {field("X: y\rz"), "400 close"},
                    {field("X: y\0z"s), "400 close"},
                    {field("X: y\x1fz"), "400 close"},
                    {field("X: y\x7fz"), "400 close"},
                    {field("X: " + std::string(17000, 'y')), "431 close"},
                    {"GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(30000, 'y'), "431 close"},
                    {field("X: " + std::string(16000, 'y')), "200"},
                    {request("GET /", many), "431 close"},
                    {field("Expect: 100-continue\r\nContent-Length: 0"), "200"},
                    {field("Expect: 200-ok"), "417 close"},
                    {"GET / HTTP/1.0\r\nExpect: 200-ok\r\n\r\n", "200 close"},
                    {field("Content-Type: a\r\nContent-Type: b"), "400 close"},
                    {field("Connection: close"), "200 close"},
                    {field("Connection: Keep-Alive, CLOSE"), "200 close"},
                    {field("Connection: keep-alive"), "200"},
                    {field("Connection: upgrade\r\nUpgrade: h2c"), "200"},
                });
}

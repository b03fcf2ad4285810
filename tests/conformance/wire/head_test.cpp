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
    check_attacks(shared_server(), "request line");
    check_cases(shared_server(), {
                                     {line("GET / HTTP/1.1"), "200"},
                                     {line("\r\nGET / HTTP/1.1"), "200"},
                                     {line("GET / HTTP/1.0"), "200 close"},
                                     {"GET / HTTP/1.0\r\n\r\n", "200 close"},
                                     {"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "200"},
                                     {line("GET / HTTP/1.2"), "200"},
                                     {line("GET /" + std::string(8000, 'a') + " HTTP/1.1"), "404"},
                                 });
}

TEST_CASE("methods") {
    check_attacks(shared_server(), "method");
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
                                 });
    WireClient client(shared_server().port());
    CHECK(client.exchange(request("PATCH /echo")).field("Allow") == "POST, PUT, OPTIONS");
    CHECK(client.exchange(request("POST /plaintext")).field("Allow") == "GET, HEAD, OPTIONS");
    client.send(request("HEAD /plaintext"));
    CHECK(client.receive(true).field("Content-Length") == "13");
    CHECK(client.exchange(request("GET /plaintext")).body == "Hello, World!");
}

TEST_CASE("targets") {
    check_attacks(shared_server(), "target");
    check_cases(shared_server(), {
                                     {request("GET http://a/"), "200"},
                                     {request("GET http://b.example:8080/plaintext?x"), "200"},
                                     {request("GET https://a/plaintext"), "200"},
                                     {request("GET HTTP://a"), "200"},
                                     {request("OPTIONS http://a"), "204"},
                                     {request("GET /items/1?q=a+b%20c"), "200"},
                                     {request("GET /?a[]=1&b={|}"), "200"},
                                     {request("GET //"), "404"},
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
    check_attacks(shared_server(), "host");
    check_cases(shared_server(), {
                                     {hosts("Host: a.example\r\n"), "200"},
                                     {hosts("Host: a.example:8080\r\n"), "200"},
                                     {hosts("Host: [::1]:8080\r\n"), "200"},
                                     {hosts("HOST:127.0.0.1\r\n"), "200"},
                                 });
}

TEST_CASE("fields") {
    std::string many;
    for (int i = 0; i < 101; ++i) many += "X-" + std::to_string(i) + ": y\r\n";
    check_attacks(shared_server(), "field");
    check_cases(shared_server(), {
                                     {field("X:"), "200"},
                                     {field("X: \xc3\xa9"), "200"},
                                     {field("!#$%&'*+-.^_`|~: y"), "200"},
                                     {field("X: y\tz"), "200"},
                                     {field("X: " + std::string(16000, 'y')), "200"},
                                     {field("Expect: 100-continue\r\nContent-Length: 0"), "200"},
                                     {"GET / HTTP/1.0\r\nExpect: 200-ok\r\n\r\n", "200 close"},
                                     {field("Connection: close"), "200 close"},
                                     {field("Connection: Keep-Alive, CLOSE"), "200 close"},
                                     {field("Connection: keep-alive"), "200"},
                                     {field("Connection: upgrade\r\nUpgrade: h2c"), "200"},
                                 });
}

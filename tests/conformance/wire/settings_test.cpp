// A test for each key of the section "server" that fails when the key is ignored; those of timeouts
// and connections are in timing_test.cpp, static files, CORS and proxies in static_files_test.cpp.
#include <doctest/doctest.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>

#include "wire/wire_cases.hpp"

using namespace wire;
using namespace std::chrono_literals;

namespace {

auto ask(WireServer& server, std::string_view bytes) -> Answer {
    WireClient client(server.port());
    return client.exchange(bytes);
}

auto socket_path(const char* name) -> std::string {
    return "/tmp/strata-wire-" + std::string(name) + std::to_string(::getpid()) + ".sock";
}

// Of this process's socket that listens on the port; 0 if there is none.
auto backlog_of(std::uint16_t port) -> unsigned {
    for (int descriptor = 3; descriptor < 256; ++descriptor) {
        int listens = 0;
        socklen_t size = sizeof(listens);
        sockaddr_in address{};
        socklen_t address_size = sizeof(address);
        tcp_info info{};
        socklen_t info_size = sizeof(info);
        if (::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 && listens &&
            ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &address_size) == 0 &&
            ntohs(address.sin_port) == port &&
            ::getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &info_size) == 0) {
            return info.tcpi_sacked;
        }
    }
    return 0;
}

}  // namespace

TEST_CASE("server.limits.requestLine") {
    auto settings = WireServer::defaults();
    settings.request_line = 256;
    WireServer server(settings);
    // "GET /" and " HTTP/1.1" are 14 bytes of it.
    check_cases(server, {
                            {request("GET /" + std::string(242, 'a')), "404"},
                            {request("GET /" + std::string(243, 'a')), "414 close"},
                            {"GET /" + std::string(260, 'a'), "414 close"},
                        });
}

TEST_CASE("server.limits.headerBytes") {
    auto settings = WireServer::defaults();
    settings.header_bytes = 1024;
    WireServer server(settings);
    auto fields = [](std::size_t size) {  // of all field lines, with Host's 9
        return request("GET /", "X: " + std::string(size - 9 - 5, 'y') + "\r\n");
    };
    check_cases(server, {{fields(1024), "200"}, {fields(1025), "431 close"}});
}

TEST_CASE("server.limits.headerCount") {
    auto settings = WireServer::defaults();
    settings.header_count = 8;
    WireServer server(settings);
    std::string seven;
    for (int i = 0; i < 7; ++i) seven += "X: y\r\n";
    check_cases(server, {
                            {request("GET /", seven), "200"},
                            {request("GET /", seven + "X: y\r\n"), "431 close"},
                        });
}

TEST_CASE("limits.body, for methods and raw endpoints, also after a reload") {
    strata::contract::LimitsSettings limits;
    limits.body = 100;
    WireServer server(WireServer::defaults(), limits);
    const std::string fits = "\"" + std::string(98, 'x') + "\"";
    const std::string larger = "\"" + std::string(99, 'x') + "\"";
    check_cases(server, {
                            {post("/echo", fits), "200"},
                            {post("/echo", larger), "413 close"},
                            {chunked("/echo", "65\r\n" + larger + "\r\n0\r\n\r\n"), "413 close"},
                            {post_json("/api/rooms/send", fits), "200"},
                            {post_json("/api/rooms/send", larger), "413 close"},
                            {post("/none", larger), "413 close"},
                            {post("/small", "12345678901"), "413 close"},
                        });
    server.set_body_limit(200);
    check_cases(server, {
                            {post("/echo", larger), "200"},
                            {post_json("/api/rooms/send", larger), "200"},
                            {post("/echo", std::string(201, 'x')), "413 close"},
                        });
}

TEST_CASE("server.handlerTimeout") {
    auto settings = WireServer::defaults();
    settings.handler_timeout = 200ms;
    WireServer server(settings);
    check_cases(server, {{request("GET /slow?ms=60000"), "504 close"}});
}

TEST_CASE("server.compression.enabled and minimum") {
    const std::string body = "{\"a\":\"" + std::string(500, 'x') + "\"}";
    auto coding = [&body](bool enabled, std::uint64_t minimum) {
        auto settings = WireServer::defaults();
        settings.compression = enabled;
        settings.compression_min = minimum;
        WireServer server(settings);
        return ask(server, post_json("/api/rooms/send", body, "Accept-Encoding: gzip\r\n"))
            .field("Content-Encoding");
    };
    CHECK(coding(true, 64) == "gzip");
    CHECK(coding(true, 2000) == "");
    CHECK(coding(false, 64) == "");
}

TEST_CASE("server.cors.origins of any, and cors.maxAge") {
    auto settings = WireServer::defaults();
    settings.cors_origins = {"*"};
    settings.cors_max_age = 7s;
    WireServer server(settings);
    Answer preflight = ask(server, request("OPTIONS /echo",
                                           "Origin: https://any.example\r\n"
                                           "Access-Control-Request-Method: POST\r\n"));
    CHECK(preflight.field("Access-Control-Allow-Origin") == "*");
    CHECK(preflight.field("Access-Control-Max-Age") == "7");
    CHECK_FALSE(preflight.has("Access-Control-Allow-Credentials"));
}

TEST_CASE("server.static.root, static.path and security.contentSecurityPolicy") {
    auto settings = WireServer::defaults();
    settings.static_root = WIRE_SOURCE_DIR;
    settings.static_path = "/sources/";
    settings.content_security_policy = "default-src 'none'";
    {
        WireServer server(settings);
        Answer file = ask(server, request("GET /sources/CMakeLists.txt"));
        CHECK(file.status == 200);
        CHECK(file.field("Content-Security-Policy") == "default-src 'none'");
        CHECK(ask(server, request("GET /CMakeLists.txt")).status == 404);
    }
    settings.static_root = "/nowhere/at/all";
    WireServer server(settings);
    CHECK(ask(server, request("GET /sources/CMakeLists.txt")).status == 404);
}

TEST_CASE("server.host") {
    auto settings = WireServer::defaults();
    settings.host = "127.0.0.2";
    WireServer server(settings);
    CHECK(server.port() != 0);
    CHECK_THROWS_AS(WireClient(server.port()), std::runtime_error);
}

TEST_CASE("server.unixSocket without a host, and the proxy behind it") {
    auto settings = WireServer::defaults();
    settings.host = "";
    settings.unix_socket = socket_path("only");
    settings.trusted_proxies = {"unix"};
    WireServer server(settings);
    CHECK(server.port() == 0);
    WireClient client(settings.unix_socket);
    CHECK(client.exchange(request("GET /client", "X-Forwarded-For: 1.2.3.4\r\n")).body ==
          "1.2.3.4");
}

TEST_CASE("server.port and server.backlog") {
    auto settings = WireServer::defaults();
    settings.port = [] {
        WireServer brief;
        return brief.port();
    }();
    settings.backlog = 7;
    WireServer server(settings);
    CHECK(server.port() == settings.port);
    CHECK(backlog_of(server.port()) == 7);
}

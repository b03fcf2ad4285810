// Limits, and a test for each key of the section "webSocket" that fails when the key is ignored;
// origins are in opening_test.cpp, closeTimeout in closing_test.cpp, compression in
// deflate_test.cpp, queues in slow_consumer_test.cpp.
#include <doctest/doctest.h>

#include <chrono>

#include "websocket/socket_client.hpp"
#include "websocket/socket_server.hpp"
#include "wire/wire_cases.hpp"

using namespace websocket;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

auto first_word(SocketServer& server, std::string_view path, const std::string& bytes)
    -> std::string {
    SocketClient client(server.port(), path);
    client.send(bytes);
    return client.next();
}

auto fragments(int count) -> std::string {
    std::string bytes = text("", {.fin = false});
    for (int i = 2; i < count; ++i) bytes += more("", false);
    return bytes + more("x", true);
}

}  // namespace

TEST_CASE("webSocket.limits.message") {
    auto settings = SocketServer::defaults();
    settings.message = 1000;
    SocketServer server(settings);
    CHECK(first_word(server, "/ws", text(std::string(1000, 'a'))) == "text:<1000>");
    CHECK(first_word(server, "/ws", text(std::string(1001, 'a'))) == "close:1009");
    // Over fragments, and at the header that says too much.
    std::string half = text(std::string(600, 'a'), {.fin = false});
    CHECK(first_word(server, "/ws", half + more(std::string(400, 'a'), true)) == "text:<1000>");
    CHECK(first_word(server, "/ws", half + more(std::string(401, 'a'), true).substr(0, 8)) ==
          "close:1009");
    CHECK(first_word(server, "/ws", binary(std::string(100'000, 'a')).substr(0, 14)) ==
          "close:1009");
    CHECK(server.statistics().failed == 3);
}

TEST_CASE("an endpoint's own message limit") {
    CHECK(first_word(shared_server(), "/small", text("0123456789abcdef")) ==
          "text:0123456789abcdef");
    CHECK(first_word(shared_server(), "/small", text("0123456789abcdefg")) == "close:1009");
}

TEST_CASE("webSocket.limits.fragments") {
    auto settings = SocketServer::defaults();
    settings.fragments = 10;
    SocketServer server(settings);
    CHECK(first_word(server, "/ws", fragments(10)) == "text:x");
    CHECK(first_word(server, "/ws", fragments(11)) == "close:1008");
    CHECK(first_word(shared_server(), "/ws", fragments(16'384)) == "text:x");
    CHECK(first_word(shared_server(), "/ws", fragments(16'385)) == "close:1008");
}

TEST_CASE("webSocket.pingInterval and pongTimeout: a peer that is silent is asked, then left") {
    auto settings = SocketServer::defaults();
    settings.ping_interval = 150ms;
    settings.pong_timeout = 150ms;
    SocketServer server(settings);
    SocketClient client(server.port(), "/ws");
    auto begin = Clock::now();
    CHECK(client.next() == "ping:");
    CHECK(Clock::now() - begin > 100ms);
    client.send(frame(10, ""));
    CHECK(client.next() == "ping:");
    // Whatever it says shows that it is there.
    client.send(text("alive"));
    CHECK(client.next() == "text:alive");
    CHECK(client.next() == "ping:");
    CHECK(client.next() == "fin");
    CHECK(server.statistics().dead_peers == 1);
    CHECK(Clock::now() - begin < 5s);
}

TEST_CASE("webSocket.idleTimeout: pings are no messages") {
    auto settings = SocketServer::defaults();
    settings.idle_timeout = 300ms;
    SocketServer server(settings);
    SocketClient client(server.port(), "/ws");
    client.send(text("a"));
    CHECK(client.next() == "text:a");
    auto begin = Clock::now();
    client.send(ping());
    CHECK(client.next() == "pong:");
    CHECK(client.next() == "close:1000");
    CHECK(Clock::now() - begin > 200ms);
    CHECK(Clock::now() - begin < 3s);
    CHECK(server.statistics().idle_closed == 1);
}

TEST_CASE("server.limits.connections counts WebSockets, and gives their places back") {
    auto limits = SocketServer::server_defaults();
    limits.connections = 2;
    SocketServer server(SocketServer::defaults(), limits);
    SocketClient first(server.port(), "/ws");
    {
        SocketClient second(server.port(), "/ws");
        CHECK(second.answer().status == 101);
        wire::WireClient third(server.port());
        CHECK(third.exchange("GET /plaintext HTTP/1.1\r\nHost: a\r\n\r\n").status == 503);
        second.send(close_frame(1000));
        CHECK(second.next() == "close:1000");
    }
    CHECK(wire::comes_true([&] { return server.http_statistics().open == 1; }));
    SocketClient again(server.port(), "/ws");
    CHECK(again.answer().status == 101);
    CHECK(server.statistics().open == 2);
}

TEST_CASE("server.limits.connectionsPerIp counts WebSockets") {
    auto limits = SocketServer::server_defaults();
    limits.connections_per_ip = 1;
    SocketServer server(SocketServer::defaults(), limits);
    SocketClient first(server.port(), "/ws");
    CHECK(first.answer().status == 101);
    wire::WireClient second(server.port());
    CHECK(second.exchange("GET /plaintext HTTP/1.1\r\nHost: a\r\n\r\n").status == 503);
}

TEST_CASE("counters") {
    SocketServer server;
    SocketClient client(server.port(), "/ws");
    client.send(text("a") + binary("b") + ping());
    CHECK(client.next() == "text:a");
    CHECK(client.next() == "binary:b");
    CHECK(client.next() == "pong:");
    auto statistics = server.statistics();
    CHECK(statistics.open == 1);
    CHECK(statistics.opened == 1);
    CHECK(statistics.received == 2);
    CHECK(statistics.sent == 2);
    CHECK(statistics.pings == 1);
    client.send(close_frame(1000));
    CHECK(client.next() == "close:1000");
    CHECK(client.next() == "fin");
    client.wire().finish_sending();
    CHECK(wire::comes_true([&] { return server.statistics().open == 0; }));
    CHECK(server.statistics().lost == 0);
}

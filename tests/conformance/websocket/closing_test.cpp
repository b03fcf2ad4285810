// The closing handshake: RFC 6455, section 7.
#include <doctest/doctest.h>

#include "websocket/socket_client.hpp"
#include "websocket/socket_server.hpp"
#include "wire/tally.hpp"
#include "wire/wire_cases.hpp"

using namespace websocket;

namespace {

auto exchange(std::string_view path, const std::string& bytes) -> std::string {
    wire::count_case();
    SocketClient client(shared_server().port(), path);
    client.send(bytes);
    std::string first = client.next();
    CHECK(client.next() == "fin");
    return first;
}

}  // namespace

TEST_CASE("a goodbye is answered with its code, and then the connection ends") {
    CHECK(exchange("/ws", frame(8, "")) == "close:");
    for (unsigned code : {1000U, 1001U, 1002U, 1003U, 1007U, 1008U, 1009U, 1010U, 1011U, 1012U,
                          1013U, 1014U, 3000U, 3999U, 4000U, 4999U}) {
        CHECK(exchange("/ws", close_frame(code)) == "close:" + std::to_string(code));
    }
    CHECK(exchange("/ws", close_frame(1000, "bye")) == "close:1000");
    CHECK(exchange("/ws", close_frame(1000, std::string(123, '*'))) == "close:1000");
    CHECK(exchange("/ws", close_frame(1000, "\xc3\xa9")) == "close:1000");
}

TEST_CASE("a goodbye that can't be") {
    for (unsigned code :
         {0U, 1U, 999U, 1004U, 1005U, 1006U, 1015U, 1016U, 1100U, 2000U, 2999U, 5000U, 65535U}) {
        CHECK(exchange("/ws", close_frame(code)) == "close:1002");
    }
    CHECK(exchange("/ws", frame(8, "a")) == "close:1002");
    CHECK(exchange("/ws", close_frame(1000, std::string(124, '*'))) == "close:1002");
    CHECK(exchange("/ws", close_frame(1000, "\xff")) == "close:1007");
    CHECK(exchange("/ws", close_frame(1000, "\xe2\x82")) == "close:1007");
    CHECK(exchange("/ws", close_frame(1000, "\xed\xa0\x80")) == "close:1007");
}

TEST_CASE("nothing is answered after a goodbye") {
    CHECK(exchange("/ws", close_frame(1000) + text("late")) == "close:1000");
    CHECK(exchange("/ws", close_frame(1000) + ping()) == "close:1000");
    CHECK(exchange("/ws", close_frame(1001) + close_frame(1000)) == "close:1001");
    CHECK(exchange("/ws", close_frame(1000) + frame(3, "")) == "close:1000");
    CHECK(exchange("/ws", text("a", {.fin = false}) + close_frame(1000) + more("b", true)) ==
          "close:1000");
}

TEST_CASE("what was said before a goodbye is answered first") {
    SocketClient client(shared_server().port(), "/ws");
    client.send(text("a") + ping("b") + text(std::string(100'000, 'c')) + close_frame(1000));
    CHECK(client.next() == "text:a");
    CHECK(client.next() == "pong:b");
    CHECK(client.next() == "text:<100000>");
    CHECK(client.next() == "close:1000");
    CHECK(client.next() == "fin");
}

TEST_CASE("the server says goodbye, and waits for the answer") {
    for (std::string_view code : {"1000", "1001", "1013", "3000", "4999"}) {
        SocketClient client(shared_server().port(), "/bye/" + std::string(code));
        client.send(text("go"));
        CHECK(client.next() == "close:" + std::string(code));
        client.send(ping("unanswered") + text("unheard") + close_frame(1000));
        CHECK(client.next() == "fin");
    }
}

TEST_CASE("webSocket.closeTimeout: a peer that does not answer a goodbye") {
    auto settings = SocketServer::defaults();
    settings.close_timeout = std::chrono::milliseconds(200);
    SocketServer server(settings);
    SocketClient client(server.port(), "/bye/1000");
    client.send(text("go"));
    CHECK(client.next() == "close:1000");
    auto begin = std::chrono::steady_clock::now();
    CHECK(client.next() == "fin");
    auto waited = std::chrono::steady_clock::now() - begin;
    CHECK(waited > std::chrono::milliseconds(150));
    CHECK(waited < std::chrono::milliseconds(2000));
    CHECK(wire::comes_true([&] { return server.statistics().lost == 1; }));
}

TEST_CASE("a handler that ends, and one that throws") {
    SocketClient ends(shared_server().port(), "/about/x");
    CHECK(ends.next().starts_with("text:"));
    CHECK(ends.next() == "close:4000");
    SocketClient throws(shared_server().port(), "/throw");
    throws.send(text("go"));
    CHECK(throws.next() == "close:1011");
    SocketClient fresh(shared_server().port(), "/ws");
    fresh.send(text("on"));
    CHECK(fresh.next() == "text:on");
}

TEST_CASE("a peer that only sends FIN, and one that resets") {
    SocketServer server;
    {
        SocketClient client(server.port(), "/ws");
        client.send(text("a"));
        client.wire().finish_sending();
        CHECK(client.next() == "text:a");
        CHECK(client.next() == "fin");
    }
    {
        SocketClient client(server.port(), "/ws");
        client.send(text("a"));
        CHECK(client.next() == "text:a");
        client.wire().reset();
    }
    CHECK(wire::comes_true([&] { return server.statistics().open == 0; }));
    CHECK(server.statistics().lost == 2);
}

TEST_CASE("a peer that has sent FIN still gets what is on its way to it") {
    auto settings = SocketServer::defaults();
    settings.message = 8 * 1024 * 1024;
    SocketServer server(settings);
    // More than the kernel keeps.
    const std::string message = binary(std::string(std::size_t{7} * 1024 * 1024, 'x'));
    for (const std::string& goodbye : {std::string(), close_frame(1000)}) {
        SocketClient client(server.port(), "/ws");
        client.wire().receive_buffer(64 * 1024);
        client.send(message + goodbye);
        client.wire().finish_sending();
        CHECK(client.next() == "binary:<7340032>");
        if (!goodbye.empty()) CHECK(client.next() == "close:1000");
        CHECK(client.next() == "fin");
    }
    CHECK(wire::comes_true([&] { return server.statistics().open == 0; }));
    CHECK(server.statistics().lost == 1);
    SocketClient gone(server.port(), "/ws");
    gone.wire().receive_buffer(64 * 1024);
    gone.send(message);
    gone.wire().finish_sending();
    gone.wire().reset();
    CHECK(wire::comes_true([&] { return server.statistics().open == 0; }));
}

TEST_CASE("a connection that breaks off cancels what its handler waits for") {
    SocketServer server;
    int cancelled = SocketServer::cancelled();
    SocketClient client(server.port(), "/sleep");
    client.send(text("a"));
    CHECK(client.next() == "text:a");
    client.wire().reset();
    CHECK(wire::comes_true([&] { return SocketServer::cancelled() == cancelled + 1; }));
}

// A drain says 1001 to every socket, spread over a second, and waits two for the answer.
#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include "websocket/socket_client.hpp"
#include "websocket/socket_server.hpp"
#include "wire/wire_cases.hpp"

using namespace websocket;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

TEST_CASE("a drain says 1001 to all, over a second") {
    SocketServer server;
    constexpr int count = 20;
    std::vector<std::unique_ptr<SocketClient>> clients;
    for (int i = 0; i < count; ++i) {
        clients.push_back(std::make_unique<SocketClient>(server.port(), "/ws"));
        CHECK(clients.back()->answer().status == 101);
    }
    auto begin = Clock::now();
    std::vector<Clock::duration> told(count);
    std::thread peers([&] {
        for (int i = 0; i < count; ++i) {
            CHECK(clients[i]->next() == "close:1001");
            told[i] = Clock::now() - begin;
            clients[i]->send(close_frame(1001));
            CHECK(clients[i]->next() == "fin");
            clients[i]->wire().finish_sending();
        }
    });
    auto report = server.stop();
    peers.join();
    CHECK(report.cut.empty());
    CHECK(report.closed == 0);
    CHECK(told.front() < 400ms);
    CHECK(told.back() > 700ms);
    CHECK(told.back() < 2500ms);
}

TEST_CASE("a peer that does not answer 1001 is left, which is no cut") {
    auto settings = SocketServer::defaults();
    settings.close_timeout = 60s;
    SocketServer server(settings);
    SocketClient client(server.port(), "/ws");
    auto begin = Clock::now();
    auto report = server.stop();
    CHECK(Clock::now() - begin > 1900ms);
    CHECK(Clock::now() - begin < 4500ms);
    CHECK(report.cut.empty());
    CHECK(report.closed == 1);
    CHECK(client.next() == "close:1001");
}

TEST_CASE("messages are answered until the goodbye") {
    SocketServer server;
    SocketClient client(server.port(), "/ws");
    server.on_loop([](strata::http::Server& http) { http.begin_drain(); });
    client.send(text("still"));
    CHECK(client.next() == "text:still");
    SocketClient late(server.port(), "/ws");
    CHECK(late.answer().status == 101);
    std::thread peers([&] {
        CHECK(client.next() == "close:1001");
        CHECK(late.next() == "close:1001");
        client.send(close_frame(1001));
        late.send(close_frame(1001));
        CHECK(client.next() == "fin");
        CHECK(late.next() == "fin");
        client.wire().finish_sending();
        late.wire().finish_sending();
    });
    server.stop();
    peers.join();
}

TEST_CASE("a handler that does not end is cut, and named; one that waits for messages is not") {
    SocketServer server;
    SocketClient sleeper(server.port(), "/sleep");
    sleeper.send(text("a"));
    CHECK(sleeper.next() == "text:a");
    SocketClient waiter(server.port(), "/ws");
    int cancelled = SocketServer::cancelled();
    auto report = server.stop_and_cut(300ms);
    REQUIRE(report.cut.size() == 1);
    CHECK(report.cut[0].name == "GET /sleep");
    CHECK(SocketServer::cancelled() == cancelled + 1);
}

TEST_CASE("a server that is destroyed takes its sockets along") {
    int ended = SocketServer::ended();
    SocketClient* client = nullptr;
    {
        SocketServer server;
        client = new SocketClient(server.port(), "/ws");
        client->send(text("a"));
        CHECK(client->next() == "text:a");
    }
    CHECK(client->next() != "open");
    CHECK(SocketServer::ended() == ended + 1);
    delete client;
}

TEST_CASE("a handle outlives its connection and its server, and does nothing then") {
    std::vector<strata::http::WebSocket> kept;
    {
        SocketServer server;
        SocketClient client(server.port(), "/ws");
        client.send(text("a"));
        CHECK(client.next() == "text:a");
        server.on_loop([&](strata::http::Server& http) {
            kept = SocketServer::sockets();
            CHECK(kept.size() == 1);
            CHECK(kept[0].is_open());
            static_cast<void>(http);
        });
        client.send(close_frame(1000));
        CHECK(client.next() == "close:1000");
        CHECK(wire::comes_true([&] { return server.statistics().open == 0; }));
        auto before = server.statistics().late_sends;
        server.on_loop([&](strata::http::Server&) { kept[0].send_text("late"); });
        CHECK(server.statistics().late_sends == before);  // there is nothing left to count it
    }
    CHECK(!kept[0].is_open());
    kept[0].send_text("later");
    kept[0].close();
    CHECK(kept[0].queued_bytes() == 0);
}

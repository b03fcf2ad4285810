// Closing, sending, resetting and draining, all at once; what is left over is a bug of lifetimes.
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <random>
#include <thread>
#include <vector>

#include "websocket/socket_client.hpp"
#include "websocket/socket_server.hpp"
#include "wire/wire_cases.hpp"

using namespace websocket;
using namespace std::chrono_literals;

namespace {

auto any_bytes(std::mt19937& random) -> std::string {
    switch (random() % 9) {
        case 0: return text("hello");
        case 1: return binary(std::string(random() % 100'000, 'x'));
        case 2: return ping("p");
        case 3: return close_frame(1000);
        case 4: return text("a", {.fin = false}) + more("b", true);
        case 5: return text(std::string(random() % 2000, 'y')) + text("z") + close_frame(3000);
        case 6: return frame(static_cast<unsigned>(random() % 16), "?");
        case 7: return text("\xff");
        default: return text("half of a frame").substr(0, 5);
    }
}

void one_client(std::uint16_t port, std::mt19937& random) {
    constexpr std::string_view paths[] = {"/ws",         "/sleep",          "/bye/1000",
                                          "/throw",      "/close/flood",    "/keeps",
                                          "/drop/flood", "/coalesce/flood", "/hoard"};
    SocketClient client(port);
    client.wire().patience(20);
    if (random() % 2 == 0) client.wire().receive_buffer(4096);
    client.send("GET " + std::string(paths[random() % std::size(paths)]) +
                " HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " +
                std::string(SocketClient::key) + "\r\n" +
                (random() % 2 == 0 ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : "") +
                "\r\n");
    for (auto i = random() % 6; i > 0; --i) client.send(any_bytes(random));
    if (random() % 2 == 0) client.wire().receive_some();
    if (random() % 3 == 0) client.wire().reset();
    if (random() % 3 == 0) client.wire().finish_sending();
    if (random() % 2 == 0) client.wire().receive_some();
}

}  // namespace

TEST_CASE("a storm of clients that come, talk nonsense and go, through a drain") {
    const int rounds = std::getenv("SOAK") != nullptr ? 40 : 3;
    for (int round = 0; round < rounds; ++round) {
        auto settings = SocketServer::defaults();
        settings.queue = 64 * 1024;
        settings.ping_interval = 100ms;
        settings.pong_timeout = 100ms;
        SocketServer server(settings);
        std::atomic<bool> over{false};
        std::vector<std::thread> peers;
        for (unsigned seed = 0; seed < 6; ++seed) {
            peers.emplace_back([&over, port = server.port(), seed, round] {
                std::mt19937 random(seed * 1000 + static_cast<unsigned>(round));
                while (!over) {
                    try {
                        one_client(port, random);
                    } catch (const std::runtime_error&) {
                        return;  // the listener is closed
                    }
                }
            });
        }
        std::this_thread::sleep_for(1s);
        server.stop_and_cut(500ms);
        over = true;
        for (auto& peer : peers) peer.join();
    }
    SocketServer fresh;
    SocketClient client(fresh.port(), "/ws");
    client.send(text("on"));
    CHECK(client.next() == "text:on");
}

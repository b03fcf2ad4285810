// Peers that do not read: queues are bounded, and what happens then is the endpoint's choice.
#include <doctest/doctest.h>

#include <chrono>

#include "websocket/socket_client.hpp"
#include "websocket/socket_server.hpp"
#include "wire/wire_cases.hpp"

using namespace websocket;
using namespace std::chrono_literals;
using strata::http::SlowConsumer;

namespace {

auto small_queue() -> SocketServer::Settings {
    auto settings = SocketServer::defaults();
    settings.queue = 128 * 1024;
    return settings;
}

auto patient() -> strata::http::ServerSettings {
    auto settings = SocketServer::server_defaults();
    settings.write_timeout = 20s;
    return settings;
}

// A client of the flood that reads nothing until `ready` holds; then how many events came, and the
// last of them.
struct Flooded {
    int events = 0;
    int last = -1;
    std::string end{};
};
template <class Condition>
auto flooded(SocketServer& server, std::string_view path, Condition ready) -> Flooded {
    SocketClient client(server.port(), path);
    client.wire().receive_buffer(4096);
    client.send(text("go"));
    CHECK(wire::comes_true(ready));
    Flooded result;
    while (auto frame = client.receive()) {
        if (frame->opcode == 8 || frame->payload == "end") {
            result.end = frame->opcode == 8 ? "close" : "end";
            break;
        }
        ++result.events;
        int number = std::stoi(frame->payload);
        CHECK(number > result.last);
        result.last = number;
    }
    return result;
}

}  // namespace

TEST_CASE("webSocket.slowConsumer close: a full queue ends the connection") {
    auto settings = small_queue();
    SocketServer server(settings, patient());
    auto overflowed = [&] { return server.statistics().overflowed == 1; };
    Flooded result = flooded(server, "/close/flood", overflowed);
    CHECK(result.events < 8192);
    CHECK(result.end != "end");
    Flooded configured =
        flooded(server, "/configured/flood", [&] { return server.statistics().overflowed == 2; });
    CHECK(configured.end != "end");
}

TEST_CASE("webSocket.slowConsumer drop: some events are left out, in order") {
    auto settings = small_queue();
    settings.slow_consumer = SlowConsumer::drop;
    SocketServer server(settings, patient());
    for (std::string_view path : {"/drop/flood", "/configured/flood"}) {
        auto before = server.statistics().dropped;
        Flooded result =
            flooded(server, path, [&] { return server.statistics().dropped > before + 100; });
        CHECK(result.end == "end");
        CHECK(result.events < 8192);
        CHECK(result.events > 100);
    }
    CHECK(server.statistics().overflowed == 0);
}

TEST_CASE("webSocket.slowConsumer coalesce: the newest of a key is what comes last") {
    auto settings = small_queue();
    settings.slow_consumer = SlowConsumer::coalesce;
    SocketServer server(settings, patient());
    for (std::string_view path : {"/coalesce/flood", "/configured/flood"}) {
        auto before = server.statistics().coalesced;
        Flooded result =
            flooded(server, path, [&] { return server.statistics().coalesced > before + 1000; });
        CHECK(result.end == "end");
        CHECK(result.last == 8191);
        CHECK(result.events < 8192);
    }
    CHECK(server.statistics().overflowed == 0);
}

TEST_CASE("webSocket.limits.queue: who sends without waiting fills it") {
    SocketServer server(small_queue(), patient());
    SocketClient client(server.port(), "/hoard");
    CHECK(wire::comes_true([&] { return server.statistics().overflowed == 1; }));
    std::size_t bytes = 0;
    while (auto frame = client.receive()) bytes += frame->payload.size();
    // What the kernel takes, and the queue.
    CHECK(bytes < 8 * 1024 * 1024);
}

TEST_CASE("server.writeTimeout ends a connection that takes nothing") {
    auto settings = SocketServer::server_defaults();
    settings.write_timeout = 200ms;
    auto limits = SocketServer::defaults();
    limits.message = 8 * 1024 * 1024;
    limits.close_timeout = 60s;
    SocketServer server(limits, settings);
    SocketClient client(server.port(), "/ws");
    client.wire().receive_buffer(4096);
    client.send(binary(std::string(8 * 1024 * 1024, 'x')));
    CHECK(wire::comes_true([&] { return server.statistics().open == 0; }));
    CHECK(server.http_statistics().timeouts == 1);
}

TEST_CASE("who pings without reading is not answered without end") {
    SocketServer server(small_queue(), patient());
    SocketClient client(server.port(), "/ws");
    client.wire().receive_buffer(4096);
    std::string pings;
    for (int i = 0; i < 1000; ++i) pings += ping(std::string(125, 'p'));
    for (int i = 0; i < 100 && server.statistics().overflowed == 0; ++i) client.send(pings);
    CHECK(wire::comes_true([&] { return server.statistics().overflowed == 1; }));
}

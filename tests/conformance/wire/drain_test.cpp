#include <doctest/doctest.h>

#include <thread>

#include "wire/wire_cases.hpp"

using namespace wire;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

TEST_CASE("a drain answers what was sent, and ends idle connections with a FIN") {
    WireServer server;
    WireClient idle(server.port());
    CHECK(idle.exchange(request("GET /")).field("Connection") == "");
    WireClient busy(server.port());
    busy.send(request("GET /slow?ms=700"));
    WireClient late(server.port());
    CHECK(late.exchange(request("GET /")).status == 200);
    server.on_loop([](strata::http::Server& http) { http.begin_drain(); });
    WireClient fresh(server.port());
    Answer ready = fresh.exchange(request("GET /ready"));
    CHECK(ready.status == 503);
    CHECK(ready.field("Connection") == "close");
    WireClient alive(server.port());
    CHECK(alive.exchange(request("GET /live")).status == 200);

    auto begin = Clock::now();
    std::thread peer([&] {
        Answer answer = late.exchange(request("GET /items/1"));
        CHECK(answer.status == 200);
        CHECK(answer.field("Connection") == "close");
        CHECK(late.end() == End::fin);
        CHECK(idle.end() == End::fin);
        Answer slow = busy.receive();
        CHECK(slow.status == 200);
        CHECK(slow.field("Connection") == "close");
        CHECK(busy.end() == End::fin);
        fresh.end();
        alive.end();
        idle.finish_sending();
        late.finish_sending();
        busy.finish_sending();
        fresh.finish_sending();
        alive.finish_sending();
    });
    strata::runtime::DrainReport report = server.stop();
    peer.join();
    CHECK(report.served >= 4);
    CHECK(report.cut.empty());
    REQUIRE(report.slow.size() == 1);
    CHECK(report.slow[0].name == "GET /slow");
    CHECK(Clock::now() - begin < 5s);
}

TEST_CASE("a cut cancels what is still served, and says what") {
    WireServer server;
    WireClient client(server.port());
    client.send(request("GET /slow?ms=60000"));
    WireClient half(server.port());
    half.send("GET / HT");
    check_alive(server);
    server.on_loop([](strata::http::Server& http) {
        http.begin_drain();
        http.stop_accepting();
        http.cut();
    });
    CHECK(client.receive().status == 503);
    CHECK(half.receive().status == 408);
    strata::runtime::DrainReport report = server.stop();
    REQUIRE(report.cut.size() == 1);
    CHECK(report.cut[0].name == "GET /slow");
}

TEST_CASE("a drain ends event streams, which is no cut") {
    WireServer server;
    WireClient client(server.port());
    client.send(request("GET /ticks"));
    CHECK(client.receive_some(12) == "HTTP/1.1 200");
    std::thread peer([&client] {
        client.end();
        client.finish_sending();
    });
    strata::runtime::DrainReport report = server.stop();
    peer.join();
    CHECK(report.cut.empty());
}

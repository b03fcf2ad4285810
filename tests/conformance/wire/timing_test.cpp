#include <doctest/doctest.h>

#include <chrono>
#include <thread>

#include "wire/wire_cases.hpp"

using namespace wire;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

// Sends one byte after another until the server has enough of it.
auto drip(WireClient& client, std::string_view bytes) -> std::chrono::milliseconds {
    auto begin = Clock::now();
    client.patience(20);
    for (char byte : bytes) {
        if (!client.send({&byte, 1})) break;
        Answer early = client.receive();
        if (early.status != 0) {
            CHECK(early.status == 408);
            break;
        }
    }
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
}

}  // namespace

TEST_CASE("a head that does not come in time gets 408") {
    WireClient client(shared_server().port());
    client.send("GET / HTTP/1.1\r\nHost:");
    CHECK(client.receive().status == 408);
    CHECK(client.end() == End::fin);
    check_alive(shared_server());
}

TEST_CASE("the header timeout is for the whole head, not for a read") {
    WireClient client(shared_server().port());
    auto taken = drip(client, "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(200, 'y'));
    CHECK(taken < 2s);
    client.patience(5000);
    CHECK(client.end() == End::fin);
}

TEST_CASE("a second head has the same time from its first byte") {
    WireClient client(shared_server().port());
    CHECK(client.exchange(request("GET /slow?ms=600")).status == 200);
    client.send("GE");
    CHECK(client.receive().status == 408);
    CHECK(client.end() == End::fin);
}

TEST_CASE("a connection that says nothing is closed without an answer") {
    WireClient client(shared_server().port());
    CHECK(client.receive().status == 0);
    CHECK(client.end() == End::fin);
}

TEST_CASE("a body that does not come in time gets 408") {
    for (std::string fields : {"Content-Length: 10\r\n", "Transfer-Encoding: chunked\r\n"}) {
        for (std::string target : {"/echo", "/api/rooms/send"}) {
            WireClient client(shared_server().port());
            client.send(
                request("POST " + target, fields + "Content-Type: application/json\r\n", "5\r\n"));
            CHECK(client.receive().status == 408);
            CHECK(client.end() == End::fin);
        }
    }
}

TEST_CASE("the body timeout is for the whole body") {
    WireClient client(shared_server().port());
    client.send(request("POST /echo", "Content-Length: 500\r\n"));
    CHECK(drip(client, std::string(400, 'x')) < 2s);
}

TEST_CASE("an idle connection is closed, but not before its time") {
    auto settings = WireServer::defaults();
    settings.idle_timeout = 300ms;
    settings.header_timeout = 5s;
    WireServer server(settings);
    WireClient client(server.port());
    CHECK(client.exchange(request("GET /")).status == 200);
    auto begin = Clock::now();
    CHECK(client.end() == End::fin);
    CHECK(Clock::now() - begin >= 290ms);
    CHECK(Clock::now() - begin < 2s);
}

TEST_CASE("an idle connection that gave its large buffers back still serves") {
    auto settings = WireServer::defaults();
    settings.idle_timeout = 20s;
    WireServer server(settings);
    WireClient client(server.port());
    CHECK(client
              .exchange(post("/api/rooms/send", "{\"a\":\"" + std::string(20000, 'x') + "\"}",
                             "Content-Type: application/json\r\n"))
              .status == 200);
    std::this_thread::sleep_for(2300ms);
    CHECK(client.exchange(request("GET /items/1")).body == "1|-");
}

TEST_CASE("a handler past its time is cancelled and answered 504") {
    WireClient client(shared_server().port());
    int before = shared_server().cancelled();
    CHECK(client.exchange(request("GET /hasty?ms=10000")).status == 504);
    CHECK(client.end() == End::fin);
    CHECK(comes_true([before] { return shared_server().cancelled() == before + 1; }));
}

TEST_CASE("a call may take longer than heads, bodies and idle connections have") {
    auto settings = WireServer::defaults();
    settings.header_timeout = settings.body_timeout = settings.idle_timeout = 100ms;
    WireServer server(settings);
    for (std::string_view body : {"{}", ""}) {
        WireClient client(server.port());
        std::string call = post("/api/rooms/keep", body, "Content-Type: application/json\r\n");
        CHECK(client.exchange(call).status == 200);
        CHECK(client.exchange(call).status == 200);
        CHECK(client.exchange(request("GET /slow?ms=300")).status == 200);
    }
}

TEST_CASE("a handler's time goes on after it has read the body") {
    WireClient client(shared_server().port());
    client.send(request("POST /hasty", "Content-Length: 2\r\n"));
    std::this_thread::sleep_for(50ms);
    client.send("{}");
    CHECK(client.receive().status == 504);
}

TEST_CASE(
    "while the loop is later than limits.loopLag raw endpoints are 503, until it has caught up") {
    strata::contract::LimitsSettings limits;
    limits.loop_lag = 30ms;
    WireServer server(WireServer::defaults(), limits);
    std::jthread load([&](const std::stop_token& stop) {
        WireClient client(server.port());
        while (!stop.stop_requested()) client.exchange(request("GET /block"));
    });
    WireClient client(server.port());
    Answer answer;
    CHECK(comes_true([&] {
        answer = client.exchange(request("GET /plaintext"));
        return answer.status == 503;
    }));
    CHECK(answer.field("Retry-After") == "1");
    CHECK(answer.body.find("overloaded") != std::string::npos);
    load.request_stop();
    load.join();
    CHECK(comes_true([&] { return client.exchange(request("GET /plaintext")).status == 200; }));
}

TEST_CASE("a request that has waited longer than limits.loopLag is 503, and no other one") {
    strata::contract::LimitsSettings limits;
    limits.loop_lag = 30ms;
    WireServer server(WireServer::defaults(), limits);
    for (int round = 0; round < 3; ++round) {
        WireClient client(server.port());
        WireClient waiting(server.port());
        WireClient late(server.port());
        CHECK(client.exchange(request("GET /plaintext")).status == 200);
        client.send(request("GET /block") + request("GET /plaintext"));  // for 100 ms
        waiting.send(request("GET /plaintext"));
        std::this_thread::sleep_for(90ms);
        late.send(request("GET /plaintext"));
        CHECK(client.receive().status == 200);
        CHECK(client.receive().status == 503);
        const Answer refused = waiting.receive();
        CHECK(refused.status == 503);
        CHECK(refused.field("Retry-After") == "1");
        CHECK(late.receive().status == 200);
        CHECK(waiting.exchange(request("GET /plaintext")).status == 200);
        // The time that a handler waits is not the loop's.
        client.send(request("GET /slow?ms=100") + request("GET /plaintext"));
        CHECK(client.receive().status == 200);
        CHECK(client.receive().status == 200);
    }
    CHECK(server.statistics().refused_by_code.find("overloaded")->second >= 6);
}

TEST_CASE("a peer that does not read is cut at the write timeout") {
    WireClient client(shared_server().port());
    client.receive_buffer(4096);
    client.send(request("GET /stream?bytes=200000000"));
    CHECK(client.receive_some(1000).starts_with("HTTP/1.1 200 OK"));
    std::this_thread::sleep_for(1200ms);
    CHECK(client.end() != End::open);
    check_alive(shared_server());
}

TEST_CASE("a reset cancels the handler") {
    int before = shared_server().cancelled();
    {
        WireClient client(shared_server().port());
        client.send(request("GET /slow?ms=20000"));
        check_alive(shared_server());
        client.reset();
    }
    auto deadline = Clock::now() + 5s;
    while (shared_server().cancelled() == before && Clock::now() < deadline) {
        check_alive(shared_server());
    }
    CHECK(shared_server().cancelled() == before + 1);
}

TEST_CASE("a FIN after a whole request still gets its answer") {
    for (std::string target : {"/plaintext", "/slow?ms=100", "/stream?bytes=100000"}) {
        WireClient client(shared_server().port());
        client.send(request("GET " + target));
        client.finish_sending();
        CHECK(client.receive().status == 200);
        CHECK(client.end() == End::fin);
    }
    WireClient client(shared_server().port());
    client.send(request("GET /slow?ms=50") + request("GET /none"));
    client.finish_sending();
    CHECK(client.receive().status == 200);
    CHECK(client.receive().status == 404);
    CHECK(client.end() == End::fin);
}

TEST_CASE("a FIN inside a request ends it") {
    for (std::string bytes :
         {std::string("GET / HT"), request("POST /echo", "Content-Length: 5\r\n", "he"),
          post_json("/api/rooms/send", "{}").substr(0, 90), chunked("/echo", "5\r\nhel")}) {
        CAPTURE(bytes);
        WireClient client(shared_server().port());
        client.send(bytes);
        client.finish_sending();
        CHECK(client.receive().status == 400);
        CHECK(client.end() == End::fin);
    }
    WireClient silent(shared_server().port());
    silent.finish_sending();
    CHECK(silent.end() == End::fin);
}

TEST_CASE("a request may come in pieces of any size") {
    std::string bytes = post_json("/api/rooms/send", "{\"roomId\":\"1\"}") +
                        chunked("/echo", "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n") +
                        request("GET /items/9");
    for (std::size_t size : {1, 2, 3, 7, 50}) {
        WireClient client(shared_server().port());
        for (std::size_t at = 0; at < bytes.size(); at += size) client.send(bytes.substr(at, size));
        CHECK(client.receive().body.starts_with("{\"parameters\":{\"roomId\":\"1\"}"));
        CHECK(client.receive().body == "abcde");
        CHECK(client.receive().body == "9|-");
    }
}

TEST_CASE("a refused upload is read away, so the answer arrives") {
    WireClient client(shared_server().port());
    client.send(request("POST /echo", "Content-Length: 3000000\r\n"));
    client.send(std::string(2000000, 'x'));
    CHECK(client.receive().status == 413);
    CHECK(client.end() == End::fin);
}

TEST_CASE("connects and resets leave nothing open") {
    for (int i = 0; i < 300; ++i) {
        WireClient client(shared_server().port());
        if (i % 3 > 0) client.send(i % 3 == 1 ? "GET / HT" : request("GET /slow?ms=5000"));
        client.reset();
    }
    auto deadline = Clock::now() + 5s;
    while (shared_server().statistics().open > 0 && Clock::now() < deadline) {
        std::this_thread::yield();
    }
    CHECK(shared_server().statistics().open == 0);
}

TEST_CASE("connections over the limit get 503") {
    auto settings = WireServer::defaults();
    settings.connections = 2;
    WireServer server(settings);
    WireClient first(server.port());
    WireClient second(server.port());
    CHECK(first.exchange(request("GET /")).status == 200);
    CHECK(second.exchange(request("GET /")).status == 200);
    WireClient third(server.port());
    Answer answer = third.receive();
    CHECK(answer.status == 503);
    CHECK(answer.has("Retry-After"));
    CHECK(third.end() == End::fin);
    CHECK(first.exchange(request("GET /")).status == 200);
    CHECK(server.statistics().over_limit == 1);
}

TEST_CASE("connections of one address over its limit get 503") {
    auto settings = WireServer::defaults();
    settings.connections_per_ip = 1;
    WireServer server(settings);
    {
        WireClient first(server.port());
        CHECK(first.exchange(request("GET /")).status == 200);
        WireClient second(server.port());
        CHECK(second.receive().status == 503);
        CHECK(second.end() == End::fin);
        first.finish_sending();
        CHECK(first.end() == End::fin);
    }
    auto deadline = Clock::now() + 5s;
    while (server.statistics().open > 0 && Clock::now() < deadline) std::this_thread::yield();
    check_alive(server);
}

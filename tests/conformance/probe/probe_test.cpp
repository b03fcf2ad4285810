// What others count on when they measure or test against the probe: each of its paths, its
// defaults, and that an answer holds those bytes and no others.
#include <doctest/doctest.h>

#include <csignal>
#include <thread>
#include <vector>

#include "probe/probe_process.hpp"
#include "websocket/socket_client.hpp"
#include "wire/tally.hpp"

using namespace probe_test;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using wire::Answer;

namespace {

const std::string sample =
    R"({"id":"0198c0de-0000-7000-8000-0123456789ab","name":"A sample","quantity":1234,)"
    R"("price":99.5,"note":"","createdAt":"2026-01-02T03:04:05.678901Z"})";

// The sample with one of its texts replaced.
auto sample_with(std::string_view part, std::string_view other) -> std::string {
    std::string changed = sample;
    return changed.replace(changed.find(part), part.size(), other);
}

auto ask(std::string_view bytes) -> Answer { return shared_probe().ask(bytes); }
auto status_of(std::string_view bytes) -> int { return ask(bytes).status; }

struct Row {
    std::string bytes;
    int status;
    std::string body{};  // "": any
    std::string type{};  // "": any
};

void check_rows(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        CAPTURE(row.bytes.substr(0, 300));
        wire::count_case();
        const Answer answer = ask(row.bytes);
        CHECK(answer.status == row.status);
        CHECK((row.body.empty() || answer.body == row.body));
        CHECK((row.type.empty() || answer.field("Content-Type") == row.type));
        CHECK(ask(request("GET /plaintext")).body == "Hello, World!");
    }
}

// How long until the server had enough of it, and said 408.
auto time_to_408(std::string_view bytes) -> std::chrono::milliseconds {
    wire::WireClient client(shared_probe().port());
    client.patience(20'000);
    const auto begin = Clock::now();
    client.send(bytes);
    CHECK(client.receive().status == 408);
    CHECK(client.end() == wire::End::fin);
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
}

}  // namespace

TEST_CASE("plain answers") {
    const std::string text = "text/plain; charset=utf-8";
    const std::string object = R"({"message":"Hello, World!"})";
    check_rows({
        {request("GET /"), 200, "Hello, World!", text},
        {request("GET /plaintext"), 200, "Hello, World!", text},
        {request("GET /json"), 200, object, "application/json"},
        {request("GET /live"), 200, R"({"status":"ok"})", "application/json"},
        {request("GET /ready"), 200, R"({"status":"ok"})", "application/json"},
        {request("GET /metrics"), 200, "", ""},
        {request("GET /static/ten.txt"), 200, "0123456789", text},
        {request("GET /static/none"), 404},
        {request("GET /none"), 404, "", "application/problem+json"},
        {request("PUT /json"), 405, "", "application/problem+json"},
    });
    CHECK(ask(request("HEAD /json")).field("Content-Length") == std::to_string(object.size()));
    CHECK(ask(request("HEAD /plaintext")).field("Content-Length") == "13");
    CHECK(ask(request("PUT /json")).field("Allow") == "GET, HEAD, POST, OPTIONS");
}

TEST_CASE("POST /echo gives any body back, with its type") {
    const std::string bytes("\0\xff\r\n", 4);
    check_rows({
        {post("/echo", "hello", "text/x-own"), 200, "hello", "text/x-own"},
        {post("/echo", bytes, "image/png"), 200, bytes, "image/png"},
        {post("/echo", "hello"), 200, "hello", "application/octet-stream"},
        {post("/echo", std::string(65536, 'x')), 200, std::string(65536, 'x')},
        {post("/echo", std::string(65537, 'x')), 413},
        {request("POST /echo", "Content-Length: 65537\r\n"), 413},
        {request("POST /echo", "Transfer-Encoding: chunked\r\n", "10001\r\n"), 413},
        {request("POST /echo", "Transfer-Encoding: chunked\r\n",
                 "10000\r\n" + std::string(65536, 'x') + "\r\n0\r\n\r\n"),
         200},
        {request("GET /echo", "X: " + std::string(16384 - 14, 'y') + "\r\n"), 405},
        {request("GET /echo", "X: " + std::string(16384 - 13, 'y') + "\r\n"), 431},
    });
}

TEST_CASE("POST /json takes any well-formed document, as application/json only") {
    std::vector<Row> rows;
    for (std::string text : {"{}", "[]", "null", "true", "0", "-1.5e-3", R"("\ud83d\ude00")",
                             R"( {"a" : [1, {"b":null}]} )"}) {
        rows.push_back({post("/json", text, "application/json"), 200, text, "application/json"});
    }
    for (std::string text : {"",
                             " ",
                             "{",
                             "[1,]",
                             "{\"a\":1,}",
                             "{a:1}",
                             "nul",
                             "NaN",
                             "01",
                             "1.",
                             "+1",
                             "1e400",
                             "\"a",
                             "\"\\x\"",
                             "\"\\ud800\"",
                             "\"\t\"",
                             "\"\xff\"",
                             "\"\xc0\x80\"",
                             "\xef\xbb\xbf{}",
                             "{} {}",
                             "// x\n{}",
                             "{\"a\":1,\"a\":2}"}) {
        rows.push_back(
            {post("/json", text, "application/json"), 400, "", "application/problem+json"});
    }
    rows.push_back({post("/json", std::string(60000, '['), "application/json"), 400});
    for (std::string type : {"application/json; charset=utf-8", "APPLICATION/JSON",
                             "application/json ; charset=\"UTF-8\""}) {
        rows.push_back({post("/json", "{}", type), 200});
    }
    for (std::string type :
         {"", "text/plain", "text/json", "application/jsonp", "application/problem+json",
          "application/json; charset=latin1", "application/json; charset=utf-16",
          "application/json; charset", "application/json, text/plain", "application/json x",
          "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "*/*"}) {
        rows.push_back({post("/json", "{}", type), 415, "", "application/problem+json"});
    }
    const std::string coded = "Content-Type: application/json\r\nContent-Length: 2\r\n";
    rows.push_back({request("POST /json", coded + "Content-Encoding: gzip\r\n", "{}"), 415});
    rows.push_back({request("POST /json", coded + "Content-Encoding: identity\r\n", "{}"), 200});
    check_rows(rows);
}

TEST_CASE("POST /echo-validate gives a valid sample back, and says what is wrong with another") {
    const std::string json = "application/json";
    const auto refused = [&](std::string_view part, std::string_view other,
                             std::string_view pointer) {
        CAPTURE(other);
        wire::count_case();
        const Answer answer = ask(post("/echo-validate", sample_with(part, other), json));
        CHECK(answer.status == 422);
        CHECK(answer.field("Content-Type") == "application/problem+json");
        const auto expected = "{\"pointer\":\"" + std::string(pointer) + "\"";
        CHECK(answer.body.find(expected) != std::string::npos);
    };
    check_rows({
        {post("/echo-validate", sample, json), 200, sample, json},
        {post("/echo-validate", "", json), 422},
        {post("/echo-validate", "[]", json), 422},
        {post("/echo-validate", "{", json), 400},
        {post("/echo-validate", sample, "text/plain"), 415},
        {post("/echo-validate", sample), 415},
    });
    for (std::string_view id : {"\"x\"", "\"\"", "1", "null", "\"0198c0de00007000800001234567\""}) {
        refused("\"0198c0de-0000-7000-8000-0123456789ab\"", id, "/id");
    }
    refused("\"A sample\"", "\"\"", "/name");
    refused("\"A sample\"", "\"" + std::string(65, 'x') + "\"", "/name");
    for (std::string_view quantity : {"-1", "1000001", "1.5", "\"1\"", "null", "1e30"}) {
        refused("1234,", std::string(quantity) + ",", "/quantity");
    }
    for (std::string_view price : {"-0.1", "1000000.1", "\"1\"", "true"}) {
        refused("99.5", price, "/price");
    }
    refused("\"note\":\"\"", "\"note\":\"" + std::string(201, 'x') + "\"", "/note");
    for (std::string_view instant : {"\"\"", "\"2026-01-02\"", "\"2026-02-30T00:00:00Z\"",
                                     "\"2026-01-02T25:00:00Z\"", "\"2026-01-02T00:00:00\"", "1"}) {
        refused("\"2026-01-02T03:04:05.678901Z\"", instant, "/createdAt");
    }
    refused("\"note\":\"\",", "", "");
    refused("\"note\":\"\",", "\"note\":\"\",\"more\":1,", "/more");
}

TEST_CASE("GET /slow and GET /busy wait for so many milliseconds") {
    std::vector<Row> rows;
    for (std::string path : {"/slow", "/busy"}) {
        rows.push_back({request("GET " + path + "?ms=20"), 200, "done"});
        rows.push_back({request("GET " + path), 200, "done"});
        for (std::string bad : {"", "-1", "x", "1.5", "+1", "60001", "99999999999999999999"}) {
            rows.push_back({request("GET " + path + "?ms=" + bad), 400});
        }
    }
    check_rows(rows);
    wire::WireClient slow(shared_probe().port());
    const auto begin = Clock::now();
    slow.send(request("GET /slow?ms=600"));
    CHECK(status_of(request("GET /plaintext")) == 200);
    CHECK(Clock::now() - begin < 600ms);
    CHECK(slow.receive().body == "done");
    CHECK(Clock::now() - begin >= 600ms);
}

TEST_CASE("a head has 3 seconds, and a body 5") {
    std::chrono::milliseconds body{};
    std::thread other(
        [&body] { body = time_to_408(request("POST /echo", "Content-Length: 5\r\n", "he")); });
    const auto head = time_to_408("GET / HTTP/1.1\r\nHost:");
    other.join();
    CHECK(head >= 2900ms);
    CHECK(head < 4900ms);
    CHECK(body >= 4900ms);
    CHECK(body < 9900ms);
}

TEST_CASE("/ws echoes up to 1 MiB, without an Origin, with permessage-deflate on") {
    using namespace websocket;
    const auto port = shared_probe().port();
    check_exchange(port, "/ws", text("Hello") + binary("\x01\x02") + ping("p"),
                   "text:Hello binary:\x01\x02 pong:p");
    check_exchange(port, "/ws", binary(std::string(1 << 20, 'x')), "binary:<1048576>");
    check_exchange(port, "/ws", binary(std::string((1 << 20) + 1, 'x')), "close:1009 fin");
    check_exchange(port, "/ws", text("\xff"), "close:1007 fin");
    SocketClient client(port, "/ws", "Sec-WebSocket-Extensions: permessage-deflate\r\n");
    CHECK(client.answer().field("Sec-WebSocket-Extensions").starts_with("permessage-deflate"));
    CHECK(SocketClient(port, "/ws", "Origin: http://evil.test\r\n").answer().status == 403);
    CHECK(status_of(request("GET /ws")) == 426);
}

TEST_CASE("a drain says it for a second, then ends what is left within three") {
    ProbeProcess probe;
    wire::WireClient slow(probe.port());
    slow.patience(20'000);
    slow.send(request("GET /slow?ms=1500"));
    websocket::SocketClient socket(probe.port(), "/ws");
    CHECK(socket.answer().status == 101);
    probe.process().signal(SIGTERM);
    bool told = false;
    for (const auto end = Clock::now() + 900ms; !told && Clock::now() < end;) {
        told = probe.ask(request("GET /ready")).status == 503;
    }
    CHECK(told);
    CHECK(probe.ask(request("GET /plaintext")).status == 200);
    CHECK(slow.receive().body == "done");
    CHECK(socket.next() == "close:1001");
    const auto exit = probe.process().wait(10s);
    REQUIRE(exit);
    CHECK(exit->status == 0);
    CHECK(exit->after >= 1s);
    CHECK(exit->after < 9s);
}

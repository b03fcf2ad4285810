// The opening handshake: RFC 6455, section 4.2, and who may connect.
#include <doctest/doctest.h>

#include "websocket/socket_client.hpp"
#include "websocket/socket_server.hpp"
#include "wire/tally.hpp"

using namespace websocket;

namespace {

struct Request {
    std::string line = "GET /ws HTTP/1.1";
    std::string host = "Host: server.test\r\n";
    std::string upgrade = "Upgrade: websocket\r\n";
    std::string connection = "Connection: Upgrade\r\n";
    std::string version = "Sec-WebSocket-Version: 13\r\n";
    std::string key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    std::string more{};
    [[nodiscard]] auto bytes() const -> std::string {
        return line + "\r\n" + host + upgrade + connection + version + key + more + "\r\n";
    }
};

auto answer_to(const std::string& bytes) -> wire::Answer {
    wire::WireClient client(shared_server().port());
    return client.exchange(bytes);
}
auto answer_to(const Request& request) -> wire::Answer { return answer_to(request.bytes()); }

using Change = std::string Request::*;
struct OpeningCase {
    Change part;
    std::string lines;
    int status;
};

void check_openings(const std::vector<OpeningCase>& cases) {
    for (const auto& [part, lines, status] : cases) {
        CAPTURE(lines);
        wire::count_case();
        Request request;
        request.*part = lines;
        CHECK(answer_to(request).status == status);
    }
}

}  // namespace

TEST_CASE("a handshake is answered as the standard's example is") {
    wire::Answer answer = answer_to(Request());
    CHECK(answer.status == 101);
    CHECK(answer.head.starts_with("HTTP/1.1 101 Switching Protocols\r\n"));
    CHECK(answer.field("Upgrade") == "websocket");
    CHECK(answer.field("Connection") == "Upgrade");
    CHECK(answer.field("Sec-WebSocket-Accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    CHECK(answer.field("Sec-WebSocket-Protocol") == "");
    CHECK(answer.field("Sec-WebSocket-Extensions") == "");
    CHECK(answer.field("Content-Length") == "");
    CHECK(answer.has("Date"));
}

TEST_CASE("Upgrade and Connection are lists of tokens in any case") {
    check_openings({
        {&Request::upgrade, "Upgrade: WebSocket\r\n", 101},
        {&Request::upgrade, "upgrade: h2c, websocket\r\n", 101},
        {&Request::upgrade, "Upgrade: h2c\r\nUpgrade: websocket\r\n", 101},
        {&Request::upgrade, "", 426},
        {&Request::upgrade, "Upgrade: websockets\r\n", 426},
        {&Request::upgrade, "Upgrade: h2c\r\n", 426},
        {&Request::connection, "Connection: keep-alive, Upgrade\r\n", 101},
        {&Request::connection, "connection: upgrade\r\n", 101},
        {&Request::connection, "Connection: keep-alive\r\nConnection: Upgrade\r\n", 101},
        {&Request::connection, "", 426},
        {&Request::connection, "Connection: keep-alive\r\n", 426},
        {&Request::connection, "Connection: Upgraded\r\n", 426},
    });
}

TEST_CASE("version 13 is spoken, and any other is told so") {
    check_openings({
        {&Request::version, "", 426},
        {&Request::version, "Sec-WebSocket-Version: 8\r\n", 426},
        {&Request::version, "Sec-WebSocket-Version: 14\r\n", 426},
        {&Request::version, "Sec-WebSocket-Version: 013\r\n", 426},
        {&Request::version, "Sec-WebSocket-Version: 13, 8\r\n", 426},
        {&Request::version, "Sec-WebSocket-Version: abc\r\n", 426},
        {&Request::version, "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Version: 13\r\n", 400},
    });
    Request other;
    other.version = "Sec-WebSocket-Version: 25\r\n";
    wire::Answer answer = answer_to(other);
    CHECK(answer.field("Sec-WebSocket-Version") == "13");
    CHECK(answer.field("Upgrade") == "websocket");
}

TEST_CASE("the key is 16 bytes in base64, exactly") {
    check_openings({
        {&Request::key, "", 400},
        {&Request::key, "Sec-WebSocket-Key:\r\n", 400},
        {&Request::key, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ\r\n", 400},
        {&Request::key, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZR==\r\n", 400},
        {&Request::key, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j\r\n", 400},
        {&Request::key, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZTE=\r\n", 400},
        {&Request::key, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j!Q==\r\n", 400},
        {&Request::key, "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n", 101},
        {&Request::key, "sec-websocket-KEY:   /+/+/+/+/+/+/+/+/+/+/w==  \r\n", 101},
        {&Request::key,
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
         "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n",
         400},
    });
}

TEST_CASE("a handshake is a GET of HTTP/1.1 without a body") {
    check_openings({
        {&Request::line, "GET /ws HTTP/1.0", 400},
        {&Request::line, "POST /ws HTTP/1.1", 405},
        {&Request::line, "PUT /ws HTTP/1.1", 405},
        {&Request::line, "GET /nothing HTTP/1.1", 404},
        {&Request::line, "GET /plaintext HTTP/1.1", 200},
        {&Request::line, "GET /ws?a=b HTTP/1.1", 101},
        {&Request::line, "GET http://server.test/ws HTTP/1.1", 101},
        {&Request::line, "GET /ws HTTP/1.2", 101},
        {&Request::line, "GET ws HTTP/1.1", 400},
        {&Request::host, "", 400},
        {&Request::host, "Host: a\r\nHost: b\r\n", 400},
        {&Request::more, "Content-Length: 3\r\n\r\nabc", 400},
        {&Request::more, "Content-Length: 0\r\n", 101},
        {&Request::more, "Transfer-Encoding: chunked\r\n\r\n0\r\n", 400},
        {&Request::more, "X: a\r\n folded\r\n", 400},
    });
    wire::WireClient client(shared_server().port());
    Request head;
    head.line = "HEAD /ws HTTP/1.1";
    client.send(head.bytes());
    CHECK(client.receive(true).status == 426);
}

TEST_CASE("a request that is no handshake is answered, and its connection ends") {
    wire::WireClient client(shared_server().port());
    wire::Answer answer = client.exchange("GET /ws HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(answer.status == 426);
    CHECK(answer.field("Connection").find("Upgrade") != std::string::npos);
    CHECK(answer.field("Content-Type") == "application/problem+json");
    CHECK(client.end() == wire::End::fin);
}

TEST_CASE("who may connect: pages of the same origin, and who has no cookie") {
    auto status = [](std::string_view path, std::string_view fields) {
        return SocketClient(shared_server().port(), path, fields).answer().status;
    };
    CHECK(status("/ws", "Origin: http://server.test\r\n") == 101);
    CHECK(status("/ws", "Origin: https://server.test\r\n") == 101);
    CHECK(status("/ws", "Origin: http://evil.test\r\n") == 403);
    CHECK(status("/ws", "Origin: http://server.test:81\r\n") == 403);
    CHECK(status("/ws", "Origin: http://server.test.evil.test\r\n") == 403);
    CHECK(status("/ws", "Origin: null\r\n") == 403);
    CHECK(status("/ws", "Origin:\r\n") == 403);
    CHECK(status("/ws", "Cookie: a=b\r\n") == 101);
    CHECK(status("/strict", "") == 101);
    CHECK(status("/strict", "Cookie: a=b\r\n") == 403);
    CHECK(status("/strict", "Cookie: a=b\r\nOrigin: http://server.test\r\n") == 101);
    CHECK(status("/strict", "Cookie: a=b\r\nOrigin: http://evil.test\r\n") == 403);
    CHECK(status("/ws", "Origin: http://server.test\r\nSec-Fetch-Site: cross-site\r\n") == 403);
}

TEST_CASE("an origin's port is its scheme's own where none is said") {
    auto status = [](std::string_view host, std::string_view origin) {
        wire::count_case();
        Request request;
        request.host = "Host: " + std::string(host) + "\r\n";
        request.more = "Origin: " + std::string(origin) + "\r\n";
        return answer_to(request).status;
    };
    CHECK(status("server.test:80", "http://server.test") == 101);
    CHECK(status("server.test", "http://server.test:80") == 101);
    CHECK(status("server.test:443", "https://server.test") == 101);
    CHECK(status("[::1]:80", "http://[::1]") == 101);
    CHECK(status("server.test:443", "http://server.test") == 403);
    CHECK(status("server.test:80", "https://server.test") == 403);
    CHECK(status("server.test:8080", "http://server.test") == 403);
    CHECK(status("server.test", "ftp://server.test") == 403);
    CHECK(status("server.test", "server.test") == 403);
}

TEST_CASE("webSocket.origins") {
    auto settings = SocketServer::defaults();
    settings.origins = {"https://app.example"};
    SocketServer server(settings);
    auto status = [&server](std::string_view fields) {
        return SocketClient(server.port(), "/strict", fields).answer().status;
    };
    CHECK(status("Origin: https://app.example\r\nCookie: a=b\r\n") == 101);
    CHECK(status("Origin: http://app.example\r\n") == 403);
    CHECK(status("Origin: http://server.test\r\n") == 101);
}

TEST_CASE("subprotocols: the first offered one that is known") {
    auto agreed = [](std::string_view fields) {
        SocketClient client(shared_server().port(), "/strict", fields);
        return std::to_string(client.answer().status) +
               client.answer().field("Sec-WebSocket-Protocol");
    };
    CHECK(agreed("") == "101");
    CHECK(agreed("Sec-WebSocket-Protocol: chat\r\n") == "101chat");
    CHECK(agreed("Sec-WebSocket-Protocol: other, v2.chat, chat\r\n") == "101v2.chat");
    CHECK(agreed("Sec-WebSocket-Protocol: other\r\nSec-WebSocket-Protocol: chat\r\n") == "101chat");
    CHECK(agreed("Sec-WebSocket-Protocol: other\r\n") == "101");
    CHECK(agreed("Sec-WebSocket-Protocol: Chat\r\n") == "101");
    CHECK(agreed("Sec-WebSocket-Protocol: chat, chat\r\n") == "400");
    CHECK(agreed("Sec-WebSocket-Protocol: a b\r\n") == "400");
    CHECK(agreed("Sec-WebSocket-Protocol: a/b\r\n") == "400");
    CHECK(agreed("Sec-WebSocket-Protocol:\r\n") == "400");
}

TEST_CASE("a handler sees the handshake's request") {
    SocketClient client(shared_server().port(), "/about/a%20b?q=x%2By",
                        "X-Test: yes\r\nSec-WebSocket-Protocol: chat\r\n");
    CHECK(client.answer().status == 101);
    CHECK(client.receive().value().payload ==
          "/about/a%20b|x+y|a b|server.test|yes|chat|127.0.0.1");
    CHECK(client.next() == "close:4000");
}

TEST_CASE("frames that come with the handshake are read") {
    SocketClient client(shared_server().port());
    client.send(Request().bytes() + text("early") + ping("p") + text(std::string(700, 'x')));
    CHECK(client.wire().receive().status == 101);
    CHECK(client.next() == "text:early");
    CHECK(client.next() == "pong:p");
    CHECK(client.next() == "text:<700>");
}

TEST_CASE("a handshake that was pipelined behind a request in flight") {
    SocketClient client(shared_server().port());
    client.send("GET /plaintext HTTP/1.1\r\nHost: a\r\n\r\n" + Request().bytes() + text("early"));
    CHECK(client.wire().receive().body == "Hello, World!");
    CHECK(client.wire().receive().status == 101);
    CHECK(client.next() == "text:early");
    client.send(text("late"));
    CHECK(client.next() == "text:late");
}

TEST_CASE("a handshake that comes byte by byte") {
    SocketClient client(shared_server().port());
    for (char byte : Request().bytes()) client.send({&byte, 1});
    CHECK(client.wire().receive().status == 101);
    client.send(text("on"));
    CHECK(client.next() == "text:on");
}

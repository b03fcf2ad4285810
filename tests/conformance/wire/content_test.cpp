#include <doctest/doctest.h>

#include "wire/wire_cases.hpp"

using namespace wire;

namespace {

auto ask(std::string_view bytes) -> Answer {
    WireClient client(shared_server().port());
    return client.exchange(bytes);
}

}  // namespace

TEST_CASE("methods of contracts take JSON, and only JSON") {
    const std::string send = "/api/rooms/send";
    check_cases(
        shared_server(),
        {
            {post_json(send, "{}"), "200"},
            {post_json(send, ""), "200"},
            {post(send, "{}", "Content-Type: application/json; charset=utf-8\r\n"), "200"},
            {post(send, "{}", "content-type: APPLICATION/JSON\r\n"), "200"},
            {post(send, "{}"), "415"},
            {post(send, ""), "415"},
            {post(send, "{}", "Content-Type: text/plain\r\n"), "415"},
            {post(send, "{}", "Content-Type: application/json; charset=latin1\r\n"), "415"},
            {post(send, "{}", "Content-Type: application/jsonp\r\n"), "415"},
            {post(send, "{}", "Content-Type: application/x-www-form-urlencoded\r\n"), "415"},
            {post(send, "{}", "Content-Type: multipart/form-data; boundary=x\r\n"), "415"},
            {post(send, "{}", "Content-Type:\r\n"), "415"},
            {post_json(send, "{}", "Content-Encoding: gzip\r\n"), "415"},
            {post_json(send, "{}", "Content-Encoding: identity\r\n"), "200"},
            {chunked(send, "2\r\n{}\r\n0\r\n\r\n", "Content-Type: application/json\r\n"), "200"},
            {post_json(send, std::string(64 * 1024 + 1, ' ')), "413 close"},
            {post_json(send, std::string(64 * 1024, ' ')), "200"},
            {request("GET " + send), "405"},
            {request("PUT " + send), "405"},
            {post_json("/api/rooms/none", "{}"), "404"},
            {post_json("/api/none/send", "{}"), "404"},
            {post_json("/api/rooms/send/", "{}"), "404"},
            {post_json("/api/rooms.1/send", "{}"), "200"},
        });
}

TEST_CASE("path and query values become parameters by their schema") {
    auto parameters = [](std::string_view bytes) {
        std::string body = ask(bytes).body;
        return body.substr(14, body.find(",\"token\"") - 14);
    };
    CHECK(parameters(request("GET /rooms/7/messages")) == R"({"roomId":"7"})");
    CHECK(parameters(request("GET /rooms/a%20b/messages?limit=5&deep=true")) ==
          R"({"roomId":"a b","limit":5,"deep":true})");
    CHECK(parameters(request("GET /rooms/7/messages?limit=-1.5e3")) ==
          R"({"roomId":"7","limit":-1.5e3})");
    CHECK(parameters(request("GET /rooms/7/messages?limit=five&deep=1")) ==
          R"({"roomId":"7","limit":"five","deep":"1"})");
    CHECK(parameters(request("GET /rooms/7/messages?limit=01")) ==
          R"({"roomId":"7","limit":"01"})");
    CHECK(parameters(request("GET /rooms/7/messages?tags=a&limit=1&tags=b")) ==
          R"({"roomId":"7","tags":["a","b"],"limit":1})");
    CHECK(parameters(request("GET /rooms/7/messages?x%22y=%22")) ==
          R"({"roomId":"7","x\"y":"\""})");
    CHECK(parameters(post_json("/rooms/7/messages", " { \"text\" : \"x\" } ")) ==
          R"({"roomId":"7","text" : "x" })");
    CHECK(parameters(post_json("/rooms/7/messages", "{}")) == R"({"roomId":"7"})");
    CHECK(parameters(post_json("/rooms/7/messages", "")) == R"({"roomId":"7"})");
    CHECK(parameters(post_json("/rooms/7/messages", "[1]")) == "[1]");
    CHECK(parameters(post_json("/api/rooms/send", "{\"a\":1}")) == R"({"a":1})");
}

TEST_CASE("tokens and keys reach the call") {
    auto body = [](std::string_view fields) {
        return ask(post_json("/api/rooms/send", "{}", fields)).body;
    };
    CHECK(body("Authorization: Bearer t1\r\n").find("\"token\":\"t1\"") != std::string::npos);
    CHECK(body("Authorization: bearer  t1\r\n").find("\"token\":\"t1\"") != std::string::npos);
    CHECK(body("Authorization: Basic t1\r\n").find("\"token\":\"\"") != std::string::npos);
    CHECK(body("Cookie: a=b; session=t2\r\n").find("\"token\":\"t2\"") != std::string::npos);
    CHECK(body("Cookie: session=t2; session=t3\r\n").find("\"token\":\"\"") != std::string::npos);
    CHECK(body("Cookie: xsession=t2\r\n").find("\"token\":\"\"") != std::string::npos);
    CHECK(body("Idempotency-Key: \"k\"\r\n").find("\"key\":\"k\"") != std::string::npos);
    CHECK(body("Idempotency-Key: k\r\n").find("\"key\":\"k\"") != std::string::npos);
}

TEST_CASE("a session cookie is only good on its own site") {
    auto status = [](std::string_view fields) {
        return ask(post_json("/api/rooms/send", "{}",
                             "Cookie: session=t\r\n" + std::string(fields)))
            .status;
    };
    CHECK(status("") == 200);
    CHECK(status("Sec-Fetch-Site: same-origin\r\n") == 200);
    CHECK(status("Sec-Fetch-Site: none\r\n") == 200);
    CHECK(status("Sec-Fetch-Site: same-site\r\n") == 403);
    CHECK(status("Sec-Fetch-Site: cross-site\r\n") == 403);
    CHECK(status("Origin: http://a\r\n") == 200);
    CHECK(status("Origin: http://b\r\n") == 403);
    CHECK(status("Origin: null\r\n") == 403);
    CHECK(status("Origin: http://b\r\nAuthorization: Bearer x\r\n") == 200);
    CHECK(
        ask(request("GET /rooms/7/messages", "Cookie: session=t\r\nOrigin: http://b\r\n")).status ==
        200);
}

TEST_CASE("a new session becomes a cookie") {
    Answer local =
        ask("POST /api/rooms/signIn HTTP/1.1\r\nHost: localhost:1\r\n"
            "Content-Type: application/json\r\nContent-Length: 0\r\n\r\n");
    CHECK(local.field("Set-Cookie") ==
          "session=abc; Path=/; HttpOnly; SameSite=Lax; Expires=Fri, 15 Jan 2027 08:00:00 GMT");
    Answer away = ask(post_json("/api/rooms/signIn", ""));
    CHECK(away.field("Set-Cookie").ends_with("; Secure"));
    CHECK(away.field("ETag") == "\"7\"");
    CHECK(away.field("Cache-Control") == "no-store");
}

TEST_CASE("errors are problem details") {
    Answer answer = ask(post_json("/api/rooms/fail", "{}", "X-Request-Id: r1\r\n"));
    CHECK(answer.status == 422);
    CHECK(answer.field("Content-Type") == "application/problem+json");
    CHECK(answer.field("Retry-After") == "3");
    CHECK(answer.field("X-Request-Id") == "r1");
    CHECK(answer.body ==
          R"({"type":"about:blank","title":"Unprocessable Content","status":422,)"
          R"("code":"invalid_parameters","detail":"No \"good\"",)"
          R"("errors":[{"pointer":"/limit","code":"type","message":"must be an integer"}]})");
    CHECK(ask(request("GET /none")).field("Content-Type") == "application/problem+json");
    CHECK(ask("BAD\r\n\r\n").field("Content-Type") == "application/problem+json");
}

TEST_CASE("a failure of a raw endpoint has an id, which a client may have given") {
    const Answer made = ask(request("GET /silent"));
    CHECK(made.status == 500);
    CHECK(made.field("X-Request-Id").size() == 36);
    const Answer given = ask(request("GET /silent", "X-Request-Id: r2\r\n"));
    CHECK(given.field("X-Request-Id") == "r2");
    CHECK_FALSE(ask(request("GET /plaintext")).has("X-Request-Id"));
}

TEST_CASE("100-continue") {
    for (std::string target : {"/echo", "/api/rooms/send"}) {
        WireClient client(shared_server().port());
        client.send(request("POST " + target,
                            "Expect: 100-continue\r\nContent-Type: application/json\r\n"
                            "Content-Length: 2\r\n"));
        CHECK(client.receive().status == 100);
        client.send("{}");
        CHECK(client.receive().status == 200);
        CHECK(client.exchange(request("GET /items/1")).status == 200);
    }
    auto refused = [](std::string_view target, std::string_view fields) {
        WireClient client(shared_server().port());
        client.send(request("POST " + std::string(target),
                            "Expect: 100-continue\r\n" + std::string(fields)));
        Answer answer = client.receive();
        CHECK(client.end() == End::fin);
        return answer.status;
    };
    CHECK(refused("/none", "Content-Length: 2\r\n") == 404);
    CHECK(refused("/plaintext", "Content-Length: 2\r\n") == 405);
    CHECK(refused("/echo", "Content-Length: 99999999\r\n") == 413);
    CHECK(refused("/api/rooms/send", "Content-Length: 2\r\n") == 415);
    CHECK(refused("/ignore", "Content-Length: 2\r\n") == 200);
}

TEST_CASE("streams") {
    CHECK(ask(request("GET /stream?bytes=1000000")).body.size() == 1000000);
    Answer sized = ask(request("GET /stream?bytes=300000&length=1"));
    CHECK(sized.field("Content-Length") == "300000");
    CHECK(sized.body.size() == 300000);
    CHECK(ask(post("/count", std::string(5000000, 'x'))).body == "5000000");
    CHECK(ask(chunked("/count", "5\r\nhello\r\n0\r\n\r\n")).body == "5");
    check_cases(shared_server(), {
                                     {request("GET /stream?bytes=100"), "200"},
                                     {request("HEAD /stream?bytes=100"), "200"},
                                     {"GET /stream?bytes=100 HTTP/1.0\r\n\r\n", "200 close"},
                                     {post("/ignore", "unread") + request("GET /"), "200 200"},
                                     {request("GET /splits"), "500 close"},
                                     {request("GET /silent"), "500 close"},
                                 });
}

TEST_CASE("server-sent events") {
    WireClient client(shared_server().port());
    client.send(request("GET /ticks"));
    std::string text;
    while (text.find("line 2\ndata: more\n\n") == std::string::npos) {
        std::string some = client.receive_some();
        if (some.empty()) break;
        text += some;
    }
    CHECK(text.find("Content-Type: text/event-stream\r\n") != std::string::npos);
    CHECK(text.find("event: tick\ndata: line 2\ndata: more\n\n") != std::string::npos);
}

TEST_CASE("compression is negotiated") {
    std::string big = "{\"a\":\"" + std::string(5000, 'x') + "\"}";
    auto coding = [&big](std::string_view accept) {
        Answer answer = ask(
            post_json("/api/rooms/send", big, "Accept-Encoding: " + std::string(accept) + "\r\n"));
        CHECK(answer.field("Vary") == "Accept-Encoding");
        return answer.field("Content-Encoding");
    };
    CHECK(coding("gzip") == "gzip");
    CHECK(coding("gzip, br") == "br");
    CHECK(coding("br;q=0.5, gzip;q=0.8") == "gzip");
    CHECK(coding("gzip;q=0") == "");
    CHECK(coding("*") == "br");
    CHECK(coding("identity") == "");
    CHECK(coding("gzip;q=0.5, identity") == "");
    CHECK(coding("gzip, identity;q=0.5") == "gzip");
    CHECK(coding("deflate\r\nAccept-Encoding: gzip") == "gzip");
    CHECK(coding("br;q=0\r\nAccept-Encoding: *") == "gzip");
    CHECK(ask(post_json("/api/rooms/send", "{}", "Accept-Encoding: gzip\r\n"))
              .field("Content-Encoding") == "");
}

TEST_CASE("who sends a coded body is told that none is taken") {
    const Answer coded = ask(post_json("/api/rooms/send", "{}", "Content-Encoding: gzip\r\n"));
    CHECK(coded.status == 415);
    CHECK(coded.field("Accept-Encoding") == "identity");
    CHECK_FALSE(ask(post("/api/rooms/send", "{}")).has("Accept-Encoding"));
}

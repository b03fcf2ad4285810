#include <doctest/doctest.h>

#include "messenger.hpp"

using namespace tests;

namespace {

const HttpClient::Headers json_type{{"Content-Type", "application/json"}};

auto refused(const Response& response, int status) {
    CHECK(response.status == status);
    CHECK(response.header("content-type").starts_with("application/problem+json"));
    CHECK(response.json().at("status") == status);
    CHECK_FALSE(response.code().empty());
}

}  // namespace

TEST_CASE("what is no JSON gets 400") {
    HttpClient client(messenger().port());
    for (const char* body :
         {"{", "[", "{\"login\":}", "{'login':1}", "{} {}", "\xEF\xBB\xBF{}", "{\"a\":NaN}",
          "{\"login\":\"\xFF\"}", "{\"login\":\"\\ud800\"}", "nul", "{\"a\":1,}"}) {
        CAPTURE(body);
        refused(client.request("POST", "/api/auth/signIn", body, json_type), 400);
    }
    refused(client.request("POST", "/api/auth/signIn", std::string(60000, '['), json_type), 400);
}

TEST_CASE("JSON of the wrong shape gets 422 with a pointer a fault") {
    HttpClient client(messenger().port());
    refused(client.request("POST", "/api/auth/signIn", "[]", json_type), 422);
    refused(client.request("POST", "/api/auth/signIn", "null", json_type), 422);
    const auto answer = client.request("POST", "/api/auth/signIn",
                                       R"({"login":5,"password":true,"more":1})", json_type);
    refused(answer, 422);
    CHECK(answer.code() == "invalid_parameters");
    CHECK(answer.json().at("errors").size() == 3);
}

TEST_CASE("the door is closed without a session") {
    HttpClient client(messenger().port());
    refused(client.call("messenger/rooms"), 401);
    refused(client.request("GET", "/rooms"), 401);
    client.bearer("not-a-token");
    refused(client.call("messenger/rooms"), 401);
}

TEST_CASE("unknown paths, wrong verbs and wrong types are told apart") {
    HttpClient client(messenger().port());
    refused(client.call("auth/nothing"), 404);
    refused(client.call("nothing/here"), 404);
    refused(client.request("GET", "/nothing"), 404);
    const auto verb = client.request("GET", "/api/auth/signIn");
    refused(verb, 405);
    CHECK(verb.header("allow").find("POST") != std::string::npos);
    refused(client.request("PUT", "/rooms", "{}", json_type), 405);
    refused(client.request("POST", "/api/auth/signIn", "{}", {{"Content-Type", "text/plain"}}),
            415);
    refused(client.request("POST", "/api/auth/signIn", "{}"), 415);
}

TEST_CASE("a body over the limit gets 413 and the service goes on") {
    {
        HttpClient client(messenger().port());
        const std::string large = "{\"login\":\"" + std::string(8 << 20, 'a') + "\"}";
        client.send(
            "POST /api/auth/signIn HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
            "application/json\r\nContent-Length: " +
            std::to_string(large.size()) + "\r\n\r\n");
        client.send(large);
        CHECK(client.receive().status == 413);
    }
    CHECK(HttpClient(messenger().port()).request("GET", "/live").status == 200);
}

TEST_CASE("a path value that is no uuid is a fault of that parameter") {
    HttpClient client(messenger().port());
    sign_up(client, "pathfinder");
    const auto answer = client.request("GET", "/rooms/not-a-uuid/messages?limit=many");
    refused(answer, 422);
    CHECK(answer.json().at("errors").size() == 2);
}

TEST_CASE("a query parameter that is given twice gets 422 with its pointer") {
    HttpClient client(messenger().port());
    sign_up(client, "doubler");
    const std::string room = "/rooms/0190c8a4-0000-7000-8000-000000000001/messages";
    const auto twice = client.request("GET", room + "?limit=1&limit=2&limit=3");
    refused(twice, 422);
    CHECK(twice.code() == "invalid_parameters");
    REQUIRE(twice.json().at("errors").size() == 1);
    CHECK(twice.json().at("errors")[0].at("pointer") == "/limit");
    CHECK(twice.json().at("errors")[0].at("message") ==
          "is given more than once, and takes one value");
    const auto of_path = client.request("GET", room + "?roomId=1");
    refused(of_path, 422);
    CHECK(of_path.json().at("errors")[0].at("pointer") == "/roomId");
    client.bearer("not-a-token");  // who may not call learns no more
    refused(client.request("GET", room + "?limit=1&limit=2"), 401);
}

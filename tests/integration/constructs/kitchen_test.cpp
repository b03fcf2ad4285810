// The generated code of every construct of a contract, over real sockets.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include "support/service.hpp"

using namespace tests;
using nlohmann::json;

namespace {

auto kitchen() -> Service& {
    static Service service(KITCHEN_BINARY);
    return service;
}

auto dish() -> json {
    return json::parse(
        R"({"name": "Soup", "note": null, "steps": [{"kind": "boil", "minutes": 5}]})");
}

auto full_dish() -> json {
    return json::parse(R"({
        "name": "Stew", "class": "hot", "code": "AB-1234", "portions": 99,
        "huge": 18446744073709551615, "even": -4, "vegan": true,
        "servedAt": "2026-01-02T03:04:05.000006Z", "photo": "AAEC", "raw": "", "level": 3,
        "day": "2024-02-29", "email": "a@example.com", "status": "class", "size": "large",
        "note": "n", "tags": ["a", "b"], "scores": {"x": 0.5},
        "steps": [{"kind": "fry", "fat": "oil", "then": {"kind": "rest"}}],
        "matrix": [[1], []], "selector": "ab", "expression": {"left": 1, "right": {"left": 2, "right": 3}},
        "contact": {"mail": "b@example.com"}, "open": {"name": "o", "more": 7},
        "conditional": {"a": 1, "b": 2}, "anything": [null, {"deep": 1}],
        "supplier": "0190c8a4-0000-7000-8000-000000000001", "price": 250, "prices": [5, 10],
        "label": "Soup of the day", "secret": "s"})");
}

auto echo(const json& value) -> Response {
    return HttpClient(kitchen().port()).call("kitchen/echo", {{"dish", value}});
}

// The pointers of the faults of a dish with one member changed.
auto faults(const std::string& member, const std::string& value) -> std::vector<std::string> {
    auto changed = full_dish();
    changed[member] = json::parse(value);
    const auto answer = echo(changed);
    CHECK(answer.status == 422);
    std::vector<std::string> pointers;
    const auto body = answer.json();
    for (const auto& fault : body.at("errors")) pointers.push_back(fault.at("pointer"));
    return pointers;
}

}  // namespace

TEST_CASE("every construct comes back as it went in") {
    const auto answer = echo(full_dish());
    CAPTURE(answer.body);
    REQUIRE(answer.status == 200);
    CHECK(answer.json() == full_dish());
}

TEST_CASE("defaults are filled in, absent members stay absent") {
    auto expected = dish();
    expected["status"] = "queued";
    expected["size"] = "small";
    const auto answer = echo(dish());
    REQUIRE(answer.status == 200);
    CHECK(answer.json() == expected);
}

TEST_CASE("each rule is kept, and its fault has its pointer") {
    const std::pair<const char*, const char*> broken[] = {{"name", "\"\""},
                                                          {"code", "\"ab-1\""},
                                                          {"portions", "100"},
                                                          {"huge", "-1"},
                                                          {"even", "3"},
                                                          {"vegan", "0"},
                                                          {"price", "-5"},
                                                          {"price", "7"},
                                                          {"price", "1000005"},
                                                          {"price", "\"5\""},
                                                          {"label", "\"\""},
                                                          {"servedAt", "\"noon\""},
                                                          {"photo", "\"A\""},
                                                          {"level", "4"},
                                                          {"day", "\"2023-02-29\""},
                                                          {"email", "\"@\""},
                                                          {"status", "\"gone\""},
                                                          {"tags", "[\"a\",\"a\"]"},
                                                          {"selector", "null"},
                                                          {"conditional", "{\"a\": 1}"},
                                                          {"item", "5"},
                                                          {"note", "5"},
                                                          {"supplier", "\"x\""},
                                                          {"contact", "{}"},
                                                          {"expression", "\"1 + 2\""}};
    for (const auto& [member, value] : broken) {
        CAPTURE(member);
        const auto pointers = faults(member, value);
        REQUIRE_FALSE(pointers.empty());
        CHECK(pointers.front().starts_with("/dish/" + std::string(member)));
    }
    CHECK(faults("steps", R"([{"kind": "boil", "minutes": 0}])") ==
          std::vector<std::string>{"/dish/steps/0/minutes"});
    CHECK(faults("matrix", "[[1, -1]]") == std::vector<std::string>{"/dish/matrix/0/1"});
    CHECK(faults("scores", R"({"a/b": 2})") == std::vector<std::string>{"/dish/scores/a~1b"});
}

TEST_CASE("recursive values go as deep as the limit, and no further") {
    json comment{{"text", "t"}};
    for (int i = 0; i < 20; ++i) comment = {{"text", "t"}, {"replies", json::array({comment})}};
    HttpClient client(kitchen().port());
    CHECK(client.call("kitchen/reply", {{"comment", comment}}).json() == comment);
    for (int i = 0; i < 100; ++i) comment = {{"text", "t"}, {"parent", comment}};
    CHECK(client.call("kitchen/reply", {{"comment", comment}}).status == 400);
}

TEST_CASE("path and query values are coerced by their schemas") {
    HttpClient client(kitchen().port());
    CHECK(client.request("GET", "/count/2?even=4").body == "2");
    CHECK(client.request("GET", "/count/2?even=three").json().at("errors").at(0).at("pointer") ==
          "/even");
    CHECK(client.request("GET", "/count/9").status == 422);
    CHECK(client.request("GET", "/orders?limit=0").json().at("errors").at(0).at("pointer") ==
          "/limit");
    CHECK(client.request("GET", "/orders?vegan=true&tags=a&tags=b&ratio=0.5").json() ==
          json{{"orders", json::array()}, {"more", false}});
}

TEST_CASE("access, rate limit, deprecation, versions and error data are as declared") {
    HttpClient client(kitchen().port());
    CHECK(client.call("kitchen/audit").status == 401);
    CHECK(client.call("kitchen/reset").status == 401);
    CHECK(client.call("kitchen/sweep").status == 404);  // internal: no wire knows it
    for (int left = 2; left >= 0; --left) {
        const auto rung = client.call("kitchen/ring");
        CHECK(rung.status == 200);
        CHECK(rung.header("ratelimit").starts_with("\"ring\";r=" + std::to_string(left) + ";t="));
        CHECK(rung.header("ratelimit-policy") == "\"ring\";q=3;w=60");
    }
    const auto limited = client.call("kitchen/ring");
    CHECK(limited.status == 429);
    CHECK(limited.header("ratelimit").starts_with("\"ring\";r=0;t="));
    CHECK(limited.header("ratelimit-policy") == "\"ring\";q=3;w=60");
    CHECK_FALSE(limited.header("retry-after").empty());
    CHECK_FALSE(client.call("kitchen/old").header("deprecation").empty());
    CHECK_FALSE(client.call("kitchen/old").header("sunset").empty());
    const auto late = client.call("kitchen/late");
    CHECK(late.status == 409);
    CHECK(late.body.find("servedAt") != std::string::npos);
    CHECK(client.call("kitchen/new").status == 200);
    CHECK(client.call("pantry.2/mark").status != 404);
}

TEST_CASE("each version of a module has its paths, and the newest the unversioned name") {
    HttpClient client(kitchen().port());
    const HttpClient::Headers json_body = {{"Content-Type", "application/json"}};
    const std::string id = "0190c8a4-0000-7000-8000-000000000001";
    const auto marked =
        client.request("PUT", "/v2/items/" + id + "/label", R"({"label": "sour"})", json_body);
    CHECK(marked.status == 200);
    CHECK(marked.body == R"("sour")");
    const json mark = {{"id", id}, {"label", "sour"}};
    CHECK(client.call("pantry.2/mark", mark).status == 200);
    CHECK(client.call("pantry/mark", mark).status == 200);
    CHECK(client.call("pantry.1/mark", mark).status == 404);
    // Of version 1, for those who are signed in.
    CHECK(client.request("PUT", "/items/" + id, "{}", json_body).status == 401);
    CHECK(client.call("pantry.1/take").status == 401);
    CHECK(client.call("pantry/take").status == 404);
}

TEST_CASE("a violated constraint is the contract's error, though nobody awaits the statement") {
    HttpClient client(kitchen().port());
    const auto place = [&](const std::string& id, const std::string& code) {
        return client.call("kitchen/place", {{"id", id}, {"code", code}});
    };
    const std::string first = "0190c8a4-0000-7000-8000-0000000000a1";
    const std::string second = "0190c8a4-0000-7000-8000-0000000000a2";
    CHECK(place(first, "XY-0001").status == 201);
    const auto taken = place(second, "XY-0001");
    CHECK(taken.status == 409);
    CHECK(taken.json().at("code") == "code_taken");
    CHECK(client.request("GET", "/orders/" + first).status == 200);
    CHECK(client.request("GET", "/orders/" + second).status == 404);
    CHECK(place(second, "XY-0002").status == 201);
}

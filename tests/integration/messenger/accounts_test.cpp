#include <doctest/doctest.h>

#include "messenger.hpp"

using namespace tests;

TEST_CASE("an account is opened, named, signed in and out") {
    HttpClient client(messenger().port());
    const auto opened =
        client.call("auth/signUp",
                    {{"login", "ada"}, {"password", "correct horse"}, {"displayName", "Ada L."}});
    REQUIRE(opened.status == 200);
    const auto account = opened.json().at("account");
    CHECK(account.at("login") == "ada");
    CHECK(account.at("displayName") == "Ada L.");
    CHECK(account.size() == 3);

    const auto signed_in =
        client.call("auth/signIn", {{"login", "ada"}, {"password", "correct horse"}});
    REQUIRE(signed_in.status == 200);
    CHECK(signed_in.json().at("account") == account);

    client.bearer(signed_in.json().at("token"));
    CHECK(client.call("auth/me").json() == account);
    CHECK(client.request("GET", "/account").json() == account);
    CHECK(client.call("auth/signOut").json() == nlohmann::json::object());
    CHECK(client.call("auth/me").status == 401);
}

TEST_CASE("without a display name an account is shown by its login") {
    HttpClient client(messenger().port());
    CHECK(sign_up(client, "plain").at("displayName") == "plain");
}

TEST_CASE("a login is taken once, also by two at the same time") {
    HttpClient client(messenger().port());
    sign_up(client, "twice");
    const auto again =
        client.call("auth/signUp", {{"login", "twice"}, {"password", "correct horse"}});
    CHECK(again.status == 409);
    CHECK(again.code() == "login_taken");
    CHECK(again.header("content-type").starts_with("application/problem+json"));
}

TEST_CASE("a wrong password and an unknown login get the same answer") {
    HttpClient client(messenger().port());
    sign_up(client, "secretive");
    const auto wrong =
        client.call("auth/signIn", {{"login", "secretive"}, {"password", "wrong password"}});
    const auto unknown =
        client.call("auth/signIn", {{"login", "nobody"}, {"password", "wrong password"}});
    CHECK(wrong.status == 401);
    CHECK(wrong.code() == "wrong_credentials");
    CHECK(wrong.body == unknown.body);
}

TEST_CASE("a session is the cookie too, for pages of the same origin only") {
    HttpClient client(messenger().port());
    const auto opened =
        client.call("auth/signUp", {{"login", "cookie"}, {"password", "correct horse"}});
    const auto cookie = opened.header("set-cookie");
    CHECK(cookie.find("HttpOnly") != std::string::npos);
    CHECK(cookie.find("SameSite=Lax") != std::string::npos);
    const auto pair = cookie.substr(0, cookie.find(';'));

    const auto post = [&](HttpClient::Headers headers) {
        headers.insert({{"Content-Type", "application/json"}, {"Cookie", pair}});
        return client.request("POST", "/api/auth/me", "{}", headers).status;
    };
    CHECK(post({{"Sec-Fetch-Site", "same-origin"}}) == 200);
    CHECK(post({{"Origin", "http://localhost"}}) == 200);
    CHECK(post({{"Sec-Fetch-Site", "cross-site"}}) == 403);
    CHECK(post({{"Origin", "http://evil.example"}}) == 403);
    CHECK(client.request("GET", "/account", "", {{"Cookie", pair}}).status == 200);
}

TEST_CASE("the rules of login, password and display name are the contract's") {
    HttpClient client(messenger().port());
    const auto pointer = [&](const nlohmann::json& parameters) {
        const auto answer = client.call("auth/signUp", parameters);
        CHECK(answer.status == 422);
        CHECK(answer.json().at("errors").size() == 1);
        return answer.json().at("errors").at(0).at("pointer").get<std::string>();
    };
    CHECK(pointer({{"login", "ab"}, {"password", "correct horse"}}) == "/login");
    CHECK(pointer({{"login", "Ada"}, {"password", "correct horse"}}) == "/login");
    CHECK(pointer({{"login", std::string(33, 'a')}, {"password", "correct horse"}}) == "/login");
    CHECK(pointer({{"login", "fine"}, {"password", "short12"}}) == "/password");
    CHECK(pointer({{"login", "fine"}, {"password", std::string(129, 'p')}}) == "/password");
    CHECK(pointer({{"login", "fine"}, {"password", "correct horse"}, {"displayName", ""}}) ==
          "/displayName");
    CHECK(pointer({{"login", "fine"}, {"password", "correct horse"}, {"display", "x"}}) ==
          "/display");
    CHECK(pointer({{"login", "fine"}}) == "");
}

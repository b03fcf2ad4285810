#include <doctest/doctest.h>

#include "messenger.hpp"

using namespace tests;

namespace {

const std::string nowhere = "00000000-0000-7000-8000-000000000000";

}  // namespace

TEST_CASE("a room's creator is its owner and first member") {
    HttpClient ada(messenger().port());
    const auto account = sign_up(ada, "owner");
    const auto room = ada.call("messenger/createRoom", {{"title", "Engines"}}).json();
    CHECK(room.at("title") == "Engines");
    CHECK(room.at("ownerId") == account.at("id"));
    CHECK(room.at("createdAt").get<std::string>().size() == 27);
    CHECK(room.size() == 4);
    const auto members = ada.call("messenger/members", {{"roomId", room.at("id")}}).json();
    CHECK(members == nlohmann::json{{"members", {account}}});
}

TEST_CASE("all rooms are listed, newest first") {
    HttpClient ada(messenger().port());
    sign_up(ada, "lister");
    const auto older = create_room(ada, "older");
    const auto newer = create_room(ada, "newer");
    const auto rooms = ada.call("messenger/rooms").json().at("rooms");
    REQUIRE(rooms.size() >= 2);
    CHECK(rooms.at(0).at("id") == newer);
    CHECK(rooms.at(1).at("id") == older);
    CHECK(ada.request("GET", "/rooms").json().at("rooms") == rooms);
}

TEST_CASE("joining twice is joining once; leaving ends it") {
    HttpClient ada(messenger().port());
    HttpClient bob(messenger().port());
    sign_up(ada, "host");
    sign_up(bob, "guest");
    const auto room = create_room(ada);
    CHECK(bob.call("messenger/members", {{"roomId", room}}).code() == "not_a_member");
    CHECK(bob.call("messenger/join", {{"roomId", room}}).body == "{}");
    CHECK(bob.call("messenger/join", {{"roomId", room}}).body == "{}");
    CHECK(ada.call("messenger/members", {{"roomId", room}}).json().at("members").size() == 2);
    CHECK(bob.request("POST", "/rooms/" + room + "/leave", "{}",
                      {{"Content-Type", "application/json"}})
              .body == "{}");
    CHECK(ada.call("messenger/members", {{"roomId", room}}).json().at("members").size() == 1);
    CHECK(bob.call("messenger/leave", {{"roomId", room}}).status == 403);
    CHECK(bob.call("messenger/join", {{"roomId", nowhere}}).code() == "room_not_found");
}

TEST_CASE("messages are for members, newest first, a page at a time") {
    HttpClient ada(messenger().port());
    const auto account = sign_up(ada, "writer");
    const auto room = create_room(ada);
    std::vector<nlohmann::json> sent;
    for (int i = 0; i < 5; ++i) sent.push_back(send(ada, room, "message " + std::to_string(i)));
    CHECK(sent[0].at("authorId") == account.at("id"));
    CHECK(sent[0].at("roomId") == room);
    CHECK_FALSE(sent[0].contains("editedAt"));

    const auto first = ada.call("messenger/history", {{"roomId", room}, {"limit", 2}}).json();
    CHECK(first == nlohmann::json{{"messages", {sent[4], sent[3]}}, {"more", true}});
    const auto path =
        "/rooms/" + room + "/messages?limit=3&before=" + sent[3].at("id").get<std::string>();
    const auto rest = ada.request("GET", path).json();
    CHECK(rest == nlohmann::json{{"messages", {sent[2], sent[1], sent[0]}}, {"more", false}});
    CHECK(ada.call("messenger/history", {{"roomId", room}}).json().at("messages").size() == 5);
    CHECK(ada.call("messenger/history", {{"roomId", room}, {"before", nowhere}}).code() ==
          "message_not_found");

    HttpClient bob(messenger().port());
    sign_up(bob, "outsider");
    CHECK(bob.call("messenger/history", {{"roomId", room}}).code() == "not_a_member");
    CHECK(bob.call("messenger/send", {{"roomId", room}, {"text", "hi"}}).code() == "not_a_member");
    CHECK(bob.call("messenger/send", {{"roomId", nowhere}, {"text", "hi"}}).code() ==
          "room_not_found");
}

TEST_CASE("an author edits and removes what is theirs") {
    HttpClient ada(messenger().port());
    HttpClient bob(messenger().port());
    sign_up(ada, "editor");
    sign_up(bob, "meddler");
    const auto room = create_room(ada);
    bob.call("messenger/join", {{"roomId", room}});
    const auto id = send(ada, room, "helo").at("id").get<std::string>();

    const auto edited = ada.call("messenger/edit", {{"messageId", id}, {"text", "hello"}}).json();
    CHECK(edited.at("text") == "hello");
    CHECK(edited.contains("editedAt"));
    CHECK(bob.call("messenger/history", {{"roomId", room}}).json().at("messages").at(0) == edited);
    CHECK(bob.call("messenger/edit", {{"messageId", id}, {"text", "mine"}}).code() ==
          "not_the_author");
    CHECK(bob.call("messenger/remove", {{"messageId", id}}).code() == "not_the_author");

    CHECK(ada.request("DELETE", "/messages/" + id).body == "{}");
    CHECK(ada.call("messenger/remove", {{"messageId", id}}).code() == "message_not_found");
    CHECK(ada.call("messenger/history", {{"roomId", room}}).json().at("messages").empty());
}

TEST_CASE("the same Idempotency-Key sends one message") {
    HttpClient ada(messenger().port());
    sign_up(ada, "repeater");
    const auto room = create_room(ada);
    const auto post = [&](const std::string& text) {
        const nlohmann::json body{{"roomId", room}, {"text", text}};
        return ada.request("POST", "/api/messenger/send", body.dump(),
                           {{"Content-Type", "application/json"}, {"Idempotency-Key", "one"}});
    };
    const auto first = post("once");
    CHECK(first.status == 200);
    CHECK(post("once").body == first.body);
    CHECK(post("another").status == 422);
    CHECK(ada.call("messenger/history", {{"roomId", room}}).json().at("messages").size() == 1);
}

#include "strata/testing/service.hpp"

#include <doctest/doctest.h>

#include "api/auth.hpp"
#include "api/messenger.hpp"
#include "db/messenger.hpp"
#include "service.hpp"

using namespace schemas::messenger;  // NOLINT
using std::chrono::minutes;
using strata::testing::Client;
using strata::testing::Service;

namespace {

auto title(std::string text) -> Title { return *Title::parse(std::move(text)); }
auto text(std::string content) -> Text { return *Text::parse(std::move(content)); }

auto open_room(Client& client) -> RoomId {
    return client.call<&api::messenger::create_room>(CreateRoom(title("Engines")))->id;
}

auto say(Client& client, RoomId room, std::string content) {
    return client.call<&api::messenger::send>(Send(room, text(std::move(content))));
}

// A caller with an account, which the tables refer to.
auto member(Service& service, const std::string& login) -> Client {
    const auto answer = service.anyone().call(
        "auth/signUp", R"({"login": ")" + login + R"(", "password": "correct horse"})");
    REQUIRE_MESSAGE(answer.status == 200, answer.to_string());
    return service.with(answer.token);
}

}  // namespace

TEST_CASE("typed calls give values and declared errors") {
    Service service(service::registry());
    auto ada = member(service, "ada");
    auto bob = member(service, "bob");
    const RoomId room = open_room(ada);
    const auto sent = say(ada, room, "Hello");
    REQUIRE(sent);
    CHECK(sent->text.value() == "Hello");
    CHECK(say(bob, room, "Hi").failed_with<errors::not_a_member>());
    CHECK(say(bob, RoomId(service.new_id()), "Hi").failed_with<errors::room_not_found>());
    CHECK_THROWS_WITH_AS((void)*say(bob, room, "Hi"),
                         "the call failed: 403 not_a_member: You are not in this room",
                         std::runtime_error);
    CHECK(service.anyone().call<&api::messenger::rooms>(Rooms()).status() == 401);
    CHECK_THROWS_AS((void)ada.call("messenger/nothing"), std::runtime_error);
}

TEST_CASE("the same calls go over a socket") {
    Service service(service::registry());
    auto ada = member(service, "ada");
    const auto made = ada.post("/rooms", R"({"title": "Engines"})");
    CHECK(made.status == 200);
    const auto path = "/rooms/" + made.json().at("id").as_string() + "/messages";
    CHECK(ada.post(path, R"({"text": "Hello"})").status == 200);
    CHECK(ada.get(path).json().at("messages").size() == 1);
    CHECK(service.as("stranger").get(path).code() == "not_a_member");
    CHECK(service.anyone().get(path).status == 401);
    CHECK(ada.post(path, R"({"text": ""})").status == 422);
}

TEST_CASE("every service has a database of its own") {
    Service first(service::registry());
    Service second(service::registry());
    auto ada = member(first, "ada");
    open_room(ada);
    auto eve = member(second, "ada");
    CHECK(eve.call<&api::messenger::rooms>(Rooms())->rooms.empty());
    CHECK(ada.call<&api::messenger::rooms>(Rooms())->rooms.size() == 1);
}

TEST_CASE("time moves when the test says so") {
    Service service(service::registry());
    auto ada = member(service, "ada");
    const RoomId room = open_room(ada);
    const auto sent = say(ada, room, "helo");
    const auto edit = [&] {
        return ada.call<&api::messenger::edit>(Edit(sent->id, text("hello")));
    };
    CHECK(edit());
    service.advance(minutes(16));
    CHECK(edit().failed_with<errors::edit_window_over>());
    CHECK(service.now() - sent->sent_at > minutes(16));
    CHECK(service.now() - sent->sent_at < minutes(17));
}

TEST_CASE("ids and times follow from the seed") {
    const auto room_of = [](std::uint64_t seed) {
        Service service(service::registry(), {.seed = seed});
        auto ada = member(service, "ada");
        return *ada.call<&api::messenger::create_room>(CreateRoom(title("Engines")));
    };
    const Room room = room_of(7);
    CHECK(room_of(7) == room);
    CHECK(room_of(8).id != room.id);
    CHECK(room.created_at < *strata::Timestamp::parse("2026-01-01T00:00:01Z"));
}

TEST_CASE("a query runs in a unit of work of its own") {
    Service service(service::registry());
    auto ada = member(service, "ada");
    const RoomId room = open_room(ada);
    const auto found =
        service.query([&](strata::Db& db) { return db::messenger::find_room(db, room); });
    REQUIRE(found);
    CHECK(found->title.value() == "Engines");
    const auto nowhere = RoomId(service.new_id());
    CHECK(!service.query([&](strata::Db& db) { return db::messenger::find_room(db, nowhere); }));
}

TEST_CASE("settings, groups, keys") {
    Service service(service::registry(), {.settings = {{"limits.body", "100B"}}});
    auto ada = member(service, "ada");
    CHECK(ada.post("/rooms", R"({"title": ")" + std::string(200, 'x') + "\"}").status == 413);
    CHECK(service.as("root", {"admins"}).caller()->groups == std::vector<std::string>{"admins"});
    CHECK(service.as("root").caller()->id == service.as("root").caller()->id);

    const RoomId room = open_room(ada);
    const auto once = ada.with_key("one");
    auto first = once;
    const auto body = R"({"roomId": ")" + room.to_string() + R"(", "text": "Hello"})";
    CHECK(!first.call("messenger/send", body).replayed);
    CHECK(first.call("messenger/send", body).replayed);
    CHECK_THROWS_AS(Service(service::registry(), {.settings = {{"no.such", "1"}}}),
                    std::runtime_error);
    CHECK_THROWS_AS(Service(service::registry(), {.engine = "oracle"}), std::runtime_error);
}

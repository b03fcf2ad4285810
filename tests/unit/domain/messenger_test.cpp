#include "domain/messenger.hpp"

#include <doctest/doctest.h>

namespace {

using namespace domain::messenger;
using namespace std::chrono_literals;

auto uuid(std::uint8_t last) -> strata::Uuid {
    strata::Uuid::Bytes bytes{};
    bytes[15] = last;
    return strata::Uuid(bytes);
}

const auto noon = Timestamp::parse("2026-03-01T12:00:00Z").value();
const auto ada = AccountId(uuid(1));
const auto bob = AccountId(uuid(2));

auto text(std::string words) -> Text { return Text::parse(std::move(words)).value(); }
auto room() -> Room {
    return open_room(ada, Title::parse("Engines").value(), RoomId(uuid(9)), noon);
}
auto message(std::uint8_t id = 5) -> Message {
    return Message(MessageId(uuid(id)), room().id, ada, text("hello"), noon);
}

}  // namespace

TEST_CASE("a room belongs to who opens it") {
    CHECK(room().owner_id == ada);
    CHECK(room().created_at == noon);
    CHECK(room().title.value() == "Engines");
}

TEST_CASE("only members write to a room") {
    auto refused = compose(room(), false, bob, text("hi"), MessageId(uuid(5)), noon);
    CHECK(refused.failed_with<errors::not_a_member>());

    auto sent = compose(room(), true, bob, text("hi"), MessageId(uuid(5)), noon);
    REQUIRE(sent);
    CHECK(sent->author_id == bob);
    CHECK(sent->room_id == room().id);
    CHECK(sent->sent_at == noon);
    CHECK_FALSE(sent->edited_at.has_value());
}

TEST_CASE("only members read a room") {
    CHECK(require_member(true));
    CHECK(require_member(false).failed_with<errors::not_a_member>());
}

TEST_CASE("an author edits a message up to and including the fifteenth minute") {
    auto edited = edit(message(), ada, text("hello!"), noon + 15min);
    REQUIRE(edited);
    CHECK(edited->text.value() == "hello!");
    CHECK(edited->edited_at == noon + 15min);
    CHECK(edited->sent_at == noon);

    CHECK(edit(message(), ada, text("late"), noon + 15min + 1us)
              .failed_with<errors::edit_window_over>());
}

TEST_CASE("nobody else edits or removes a message") {
    CHECK(edit(message(), bob, text("mine"), noon).failed_with<errors::not_the_author>());
    CHECK(may_remove(message(), bob).failed_with<errors::not_the_author>());
    CHECK(may_remove(message(), ada));
}

TEST_CASE("a page holds at most its limit and says whether there is more") {
    CHECK(page({message(3), message(2)}, 2).more == false);
    auto cut = page({message(3), message(2), message(1)}, 2);
    CHECK(cut.more);
    REQUIRE(cut.messages.size() == 2);
    CHECK(cut.messages.back().id == MessageId(uuid(2)));
    CHECK(page({}, 1).messages.empty());
}

TEST_CASE("a text is 1 to 4000 characters, not bytes") {
    CHECK_FALSE(Text::parse(""));
    std::string four_thousand;
    for (int i = 0; i < 4000; ++i) four_thousand += "é";
    CHECK(Text::parse(four_thousand));
    CHECK_FALSE(Text::parse(four_thousand + "é"));
}

#include <doctest/doctest.h>

#include "cli.hpp"

using namespace tests;

TEST_CASE("explain says everything of a method of the messenger, with file and line") {
    const auto ended = strata_cli({"explain", "messenger/send", "--service", MESSENGER_FOLDER});
    INFO(ended.output);
    REQUIRE(ended.status == 0);
    for (const char* part :
         {"messenger/send: Post a message to a room", "contract     schemas/messenger.schema:",
          "POST /api/messenger/send", "POST /rooms/{roomId}/messages", "authenticated",
          "404 room_not_found  schemas/messenger.schema:", "timeout      5s", "lock         none",
          "Idempotency-Key", "handler      api/messenger/send.cpp:7  api::messenger::send",
          "db/messenger.sql:5  db::messenger::find_room", "db::messenger::insert_message, writes",
          "domain/messenger.cpp:", "domain::messenger::compose", "MessageSent"}) {
        CHECK_MESSAGE(holds(ended.output, part), part);
    }
    CHECK(!holds(ended.output, "history"));
    CHECK(!holds(ended.output, "\033["));
}

TEST_CASE("explain takes a path, with or without its verb") {
    const auto both = strata_cli({"explain", "/rooms/12/messages", "--service", MESSENGER_FOLDER});
    CHECK(holds(both.output, "messenger/send:"));
    CHECK(holds(both.output, "messenger/history:"));
    const auto one =
        strata_cli({"explain", "GET /rooms/12/messages", "--service", MESSENGER_FOLDER});
    CHECK(!holds(one.output, "messenger/send:"));
    CHECK(holds(one.output, "messenger/history:"));
    const auto rpc = strata_cli({"explain", "/api/auth/me", "--service", MESSENGER_FOLDER});
    CHECK(holds(rpc.output, "auth/me:"));
}

TEST_CASE("explain suggests what was meant, and says what is missing") {
    const auto wrong = strata_cli({"explain", "messenger/sned", "--service", MESSENGER_FOLDER});
    CHECK(wrong.status == 1);
    CHECK(holds(wrong.output, "did you mean \"messenger/send\"?"));
    const CliFolder folder;
    const auto bare = strata_cli({"explain", "notes/find", "--service", folder.path()});
    CHECK(bare.status == 0);
    CHECK(holds(bare.output, "A note by its number."));
    CHECK(holds(bare.output, "api/notes/find.cpp is missing"));
    folder.write("schemas/notes.schema", "{");
    CHECK(strata_cli({"explain", "notes/find", "--service", folder.path()}).status == 1);
}

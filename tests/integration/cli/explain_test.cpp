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

TEST_CASE("explain tells what an event is, where it comes from, and what it is for") {
    const CliFolder folder;
    folder.write("schemas/notes.schema",
                 R"({"methods": {"move": {"transaction": "none"}}, "events": {
                     "moved": {"summary": "A note moved", "description": "Told once a move.",
                               "access": {"group": ["staff"]}, "data": {"type": "string"}},
                     "typing": {"from": "client", "data": {"type": "string"}}}})");
    folder.write("api/notes/move.cpp",
                 "auto notes::move(Context& context, Move) -> Task<Done> {\n"
                 "    context.emit(Topic(\"note\"), events::Moved(\"x\"));\n"
                 "    co_return done;\n}\n");
    folder.write("api/notes/on_typing.cpp",
                 "\nauto notes::on_typing(Context&, std::string) -> Task<Done> {}\n");
    const auto moved = strata_cli({"explain", "notes/moved", "--service", folder.path()});
    INFO(moved.output);
    REQUIRE(moved.status == 0);
    CHECK(moved.output.starts_with("notes/moved: A note moved\nTold once a move.\n"));
    for (const char* part :
         {"contract     schemas/notes.schema:2", "from         server", "access       group staff",
          "data         std::string", "emitted by   notes/move  api/notes/move.cpp"})
        CHECK_MESSAGE(holds(moved.output, part), part);
    const auto typing = strata_cli({"explain", "notes/typing", "--service", folder.path()});
    INFO(typing.output);
    CHECK(holds(typing.output, "from         client"));
    CHECK(holds(typing.output, "handler      api/notes/on_typing.cpp:2  api::notes::on_typing"));
    CHECK(!holds(typing.output, "emitted by"));
}

TEST_CASE("explain suggests what was meant, and says what is missing") {
    const auto wrong = strata_cli({"explain", "messenger/sned", "--service", MESSENGER_FOLDER});
    CHECK(wrong.status == 1);
    CHECK(holds(wrong.output, "did you mean \"messenger/send\"?"));
    const auto said = [](const char* name) {
        const auto ended = strata_cli({"explain", name, "--service", MESSENGER_FOLDER});
        CHECK(ended.status == 1);
        return ended.output;
    };
    CHECK(holds(said("messenger"), "there is messenger/"));
    CHECK(holds(said("PATCH /rooms/17/messages"), "\"POST /rooms/{roomId}/messages\""));
    const CliFolder folder;
    const auto bare = strata_cli({"explain", "notes/find", "--service", folder.path()});
    CHECK(bare.status == 0);
    CHECK(holds(bare.output, "A note by its number."));
    CHECK(holds(bare.output, "api/notes/find.cpp is missing"));
    folder.write("schemas/notes.schema", "{");
    CHECK(strata_cli({"explain", "notes/find", "--service", folder.path()}).status == 1);
}

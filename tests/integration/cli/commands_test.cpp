// Every command answers --help, refuses what it does not know, and the service's own go to its
// binary.
#include <doctest/doctest.h>

#include <sstream>

#include "cli.hpp"

using namespace tests;

namespace {

auto commands() -> std::vector<std::string> {
    std::vector<std::string> names;
    std::istringstream page(strata_cli({"reference"}).output);
    for (std::string line; std::getline(page, line);) {
        if (line.starts_with("## strata ") && line.find(' ', 10) == std::string::npos)
            names.push_back(line.substr(10));
    }
    return names;
}

}  // namespace

TEST_CASE("every command has its help, and refuses an unknown option") {
    const auto names = commands();
    CHECK(names.size() > 12);
    for (const std::string& name : names) {
        const auto help = strata_cli({name, "--help"});
        INFO(name, help.output);
        CHECK(help.status == 0);
        CHECK(holds(help.output, "Usage: strata " + name));
        CHECK(!holds(help.output, "\033["));
    }
    for (const char* name :
         {"check", "diff", "doctor", "explain", "generate", "selftest", "validate"}) {
        CHECK(strata_cli({name, "--no-such-option"}).status == 2);
    }
    CHECK(strata_cli({"no-such-command"}).status == 2);
    CHECK(strata_cli({}).status == 2);
    CHECK(strata_cli({"--version"}).status == 0);
}

TEST_CASE("a command that is none is named, with the one that was meant") {
    const auto said = [](std::vector<std::string> words) {
        const auto ended = strata_cli(std::move(words));
        CHECK(ended.status == 2);
        return ended.output;
    };
    CHECK(holds(said({"nwe", "shop"}), "no command nwe; did you mean \"new\"?"));
    CHECK(holds(said({"add", "modul", "x"}), "no command modul; did you mean \"module\"?"));
    CHECK(holds(said({"add", "module"}), "NAME is required"));
    CHECK(holds(said({}), "A subcommand is required"));
}

TEST_CASE("the commands of a service are its binary's") {
    const auto routes = strata_cli({"routes", "--binary", MESSENGER_BINARY});
    CHECK(routes.status == 0);
    CHECK(holds(routes.output, "POST /api/messenger/send"));
    CHECK(holds(routes.output, "schemas/messenger.schema:"));
    CHECK(holds(routes.output, "Post a message to a room"));
    CHECK(holds(routes.output, "event messenger/messageSent"));
    CHECK(strata_cli({"routes", "--binary", "/nonexistent"}).status == 1);
}

TEST_CASE("check tells of the service that it is shown") {
    const CliFolder folder;
    CHECK(strata_cli({"check", "--sqlite-only", "--service", folder.path()}).status == 0);
    folder.write("schemas/notes.schema", R"({"methodz": {}})");
    const auto wrong = strata_cli({"check", "--sqlite-only", "--service", folder.path()});
    CHECK(wrong.status == 1);
    CHECK(holds(wrong.output, "schemas/notes.schema:1:"));
}

TEST_CASE("check tells what it found before PostgreSQL's server could not be started") {
    const CliFolder folder;
    folder.write("db/notes.sql", "-- name: wipe :execute\nDELETE FROM note;\n");
    const auto stopped =
        strata_cli({"check", "--service", folder.path()}, {{"TMPDIR", "/nowhere"}});
    CHECK(stopped.status == 1);
    CHECK(holds(stopped.output, "db/notes.sql:2: error: wipe: no such table: note"));
}

TEST_CASE("validate exits with 0, 1 and 2") {
    const CliFolder folder;
    folder.write("schema.json", R"({"type": "integer"})");
    folder.write("broken.json", R"({"type": "integr"})");
    folder.write("good.json", "1");
    folder.write("bad.json", "\"x\"");
    const auto validate = [&](const char* schema, const char* instance) {
        return strata_cli({"validate", folder.path(schema), folder.path(instance)}).status;
    };
    CHECK(validate("schema.json", "good.json") == 0);
    CHECK(validate("schema.json", "bad.json") == 1);
    CHECK(validate("broken.json", "good.json") == 2);
    CHECK(validate("nothing.json", "good.json") == 2);
    CHECK(strata_cli({"validate"}).status == 2);
}

#include "runtime/command_line.hpp"

#include <doctest/doctest.h>

namespace strata::runtime {

namespace {

auto parse(std::vector<const char*> words) -> CommandLine { return parse_command_line(words); }
using Flags = std::vector<std::pair<std::string, std::string>>;

}  // namespace

TEST_CASE("without a command the service serves") {
    CHECK(parse({}).command == "serve");
    const CommandLine line = parse({"--port", "9", "--log.level=debug"});
    CHECK(line.command == "serve");
    CHECK(line.flags == Flags{{"port", "9"}, {"log.level", "debug"}});
}

TEST_CASE("a value may begin with a dash, be empty or hold an equals sign") {
    CHECK(parse({"--a", "-1", "--b=", "--c=x=y"}).flags ==
          Flags{{"a", "-1"}, {"b", ""}, {"c", "x=y"}});
}

TEST_CASE("commands take their arguments and the same flags") {
    const CommandLine call = parse({"call", "m/n", "@in.json", "--config", "c.json", "--a", "1"});
    CHECK(call.command == "call");
    CHECK(call.arguments == std::vector<std::string>{"m/n", "@in.json"});
    CHECK(call.config_file == "c.json");
    CHECK(call.flags == Flags{{"a", "1"}});
    CHECK(parse({"call", "m/n", "-"}).arguments.back() == "-");
    CHECK(parse({"health", "--ready"}).ready);
    CHECK_FALSE(parse({"health"}).ready);
    CHECK(parse({"migrate", "up"}).arguments.front() == "up");
}

TEST_CASE("call takes who calls") {
    const std::string id = "00000000-0000-4000-8000-00000000000a";
    CHECK_FALSE(parse({"call", "m/n"}).caller);
    const CommandLine line =
        parse({"call", "m/n", "--as", id.c_str(), "--login=ann", "--groups", "staff,admins"});
    REQUIRE(line.caller);
    CHECK(line.caller->id.to_string() == id);
    CHECK(line.caller->login == "ann");
    CHECK(line.caller->groups == std::vector<std::string>{"staff", "admins"});
    CHECK(line.flags.empty());
    CHECK_THROWS_WITH_AS(parse({"call", "m/n", "--as", "ann"}),
                         "--as is an account's id, a UUID: not ann", UsageError);
    CHECK_THROWS_WITH_AS(parse({"call", "m/n", "--groups", "staff"}),
                         "--groups needs --as ID before it", UsageError);
    CHECK_THROWS_WITH_AS(parse({"call", "m/n", "--as", id.c_str(), "--groups", "staff,"}),
                         "--groups is names with commas between them, not \"staff,\"", UsageError);
    CHECK_THROWS_AS(parse({"call", "m/n", "--as", id.c_str(), "--as", id.c_str()}), UsageError);
    CHECK(parse({"serve", "--as", id.c_str()}).flags == Flags{{"as", id}});  // no key: told later
}

TEST_CASE("help and version are commands and flags") {
    for (const char* word : {"help", "--help", "-h"}) CHECK(parse({word}).command == "help");
    for (const char* word : {"version", "--version"}) CHECK(parse({word}).command == "version");
    CHECK(parse({"serve", "--help"}).command == "help");
    CHECK(help_text("orders").starts_with("Usage: orders "));
}

TEST_CASE("what is typed wrong is refused") {
    CHECK_THROWS_WITH_AS(parse({"serv"}), "unknown command serv; did you mean \"serve\"?",
                         UsageError);
    CHECK_THROWS_WITH_AS(parse({"--port"}), "--port needs a value", UsageError);
    CHECK_THROWS_WITH_AS(parse({"-p", "1"}), "unknown flag -p", UsageError);
    CHECK_THROWS_AS(parse({"serve", "now"}), UsageError);
    CHECK_THROWS_AS(parse({"call"}), UsageError);
    CHECK_THROWS_AS(parse({"config", "--config", "a", "--config", "b"}), UsageError);
}

}  // namespace strata::runtime

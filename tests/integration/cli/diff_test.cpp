#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "cli.hpp"

using namespace tests;

namespace {

auto contract(const std::string& parameters) -> std::string {
    return R"({"methods": {"find": {"parameters": {)" + parameters + "}}}}";
}

}  // namespace

TEST_CASE("diff compares services, folders of contracts, and contracts") {
    const CliFolder folder;
    folder.write("old/schemas/notes.schema", contract(R"("id": "integer")"));
    folder.write("new/schemas/notes.schema", contract(R"("id": "string")"));
    const std::string told =
        "breaking    notes/find request /id: is string, was integer  "
        "(schemas/notes.schema:1:";
    for (const char* part : {"", "/schemas", "/schemas/notes.schema"}) {
        const auto ended =
            strata_cli({"diff", folder.path("old") + part, folder.path("new") + part});
        INFO(ended.output);
        CHECK(ended.status == 1);
        CHECK(holds(ended.output, told));
        CHECK(holds(ended.output, "1 breaking, 0 risky, 0 compatible"));
    }
}

TEST_CASE("diff of one contract reads those that it refers to, and tells of it alone") {
    const CliFolder folder;
    for (const char* version : {"old", "new"}) {
        const bool is_new = std::string(version) == "new";
        folder.write(std::string(version) + "/auth.schema",
                     std::string(R"({"$defs": {"Id": {"type": ")") +
                         (is_new ? "integer" : "string") +
                         R"("}}, "methods": {"me": {"parameters": {"id": "Id"}}}})");
        folder.write(std::string(version) + "/notes.schema", contract(R"("by": "auth.Id")"));
    }
    const auto ended =
        strata_cli({"diff", folder.path("old/notes.schema"), folder.path("new/notes.schema")});
    CHECK(holds(ended.output, "notes/find request /by: is integer, was string"));
    CHECK(!holds(ended.output, "auth/me"));
}

TEST_CASE("diff's exit codes are what a pipeline needs") {
    const CliFolder folder;
    folder.write("a/notes.schema", contract(R"("id?": { "type": "integer", "default": 1 })"));
    folder.write("b/notes.schema", contract(R"("id?": { "type": "integer", "default": 2 })"));
    const auto diff = [&](std::vector<std::string> more) {
        std::vector<std::string> all{"diff", folder.path("a"), folder.path("b")};
        all.insert(all.end(), more.begin(), more.end());
        return strata_cli(all);
    };
    CHECK(diff({}).status == 0);
    CHECK(diff({"--fail-on", "risky"}).status == 1);
    CHECK(diff({"--fail-on", "never"}).status == 0);
    CHECK(diff({"--fail-on", "sometimes"}).status == 2);
    const auto json = nlohmann::json::parse(diff({"--json"}).output);
    CHECK(json.at(0).at("severity") == "risky");
    CHECK(json.at(0).at("subject") == "notes/find request /id");
    folder.write("b/notes.schema", "{");
    CHECK(diff({}).status == 2);
    CHECK(strata_cli({"diff", folder.path("a"), folder.path("nothing")}).status == 2);
    CHECK(strata_cli({"diff", folder.path("a"), folder.path("a")}).status == 0);
}

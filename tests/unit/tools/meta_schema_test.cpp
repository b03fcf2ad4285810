// framework/share/contract.schema.json, the published meta-schema of the contract format, for
// editors: it takes every contract of this repository, refuses planted mistakes, and knows exactly
// the keywords that the generator knows.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "strata/schema/schema.hpp"
#include "tools/contract/keywords.hpp"
#include "tools/contract/load.hpp"
#include "tools/source/node.hpp"

namespace fs = std::filesystem;
using namespace strata;

namespace {

const fs::path root = STRATA_SOURCE_DIR;

auto read(const fs::path& path) -> std::string {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

auto meta_document() -> const json::Json& {
    static const auto document =
        json::Json::parse(read(root / "framework/share/contract.schema.json")).value();
    return document;
}

auto parse(const std::string& text) -> json::Json {
    tools::Diagnostics diagnostics;
    const auto node = tools::parse_node("contract", text, diagnostics);
    REQUIRE(diagnostics.to_string() == "");
    return node->to_json();
}

// Where and by which keyword the first fault is: "/methods/send/timeout pattern"; "" if valid.
auto fault(const json::Json& contract) -> std::string {
    static const auto schema =
        schema::Schema::compile(meta_document(), {.assert_format = true}).value();
    const auto verdict = schema.validate(contract);
    return verdict ? "" : verdict.errors.front().pointer + " " + verdict.errors.front().keyword;
}

auto keys(const json::Json& object) -> std::set<std::string> {
    std::set<std::string> names;
    for (const auto& [key, value] : object.members()) names.emplace(key);
    return names;
}

}  // namespace

TEST_CASE("the meta-schema takes every contract of the repository") {
    std::size_t count = 0;
    for (const char* folder : {"schemas", "docs", "tests"}) {
        for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
            if (entry.path().extension() != ".schema") continue;
            const auto text = read(entry.path());
            const auto first = entry.path().filename().string().front();
            if (first >= 'A' && first <= 'Z') continue;  // a type in metaschema notation
            ++count;
            CAPTURE(entry.path().string());
            CHECK(fault(parse(text)) == "");
        }
    }
    CHECK(count >= 9);
}

TEST_CASE("the meta-schema refuses what the generator refuses") {
    const std::pair<const char*, const char*> planted[] = {
        {R"({"metods": {}})", "/metods"},
        {R"({"$defs": {"name": {"type": "string"}}})", "/$defs"},
        {R"({"$defs": {"Name": {"type": "strng"}}})", "/$defs/Name/type"},
        {R"({"$defs": {"Name": {"maxLenght": 3}}})", "/$defs/Name/maxLenght"},
        {R"({"$defs": {"Name": {"maxLength": -1}}})", "/$defs/Name/maxLength"},
        {R"({"$defs": {"Name": {"format": "emial"}}})", "/$defs/Name/format"},
        {R"({"$defs": {"Name": {"multipleOf": 0}}})", "/$defs/Name/multipleOf"},
        {R"({"$defs": {"Name": {"enum": []}}})", "/$defs/Name/enum"},
        {R"({"$defs": {"Name": {"sensitive": "yes"}}})", "/$defs/Name/sensitive"},
        {R"({"$defs": {"A": {"properties": {"b": {"allOf": [{"tpye": 1}]}}}}})",
         "/$defs/A/properties/b/allOf/0/tpye"},
        {R"({"errors": {"gone": {}}})", "/errors/gone"},
        {R"({"errors": {"gone": {"message": "Gone", "status": 200}}})", "/errors/gone/status"},
        {R"({"errors": {"Gone": {"message": "Gone"}}})", "/errors"},
        {R"({"errors": {"status": {"message": "Gone"}}})", "/errors"},
        {R"({"methods": {"find_it": {}}})", "/methods"},
        {R"({"methods": {"find": {"acess": "public"}}})", "/methods/find/acess"},
        {R"({"methods": {"find": {"access": "everybody"}}})", "/methods/find/access"},
        {R"({"methods": {"find": {"access": {"group": []}}}})", "/methods/find/access"},
        {R"({"methods": {"find": {"http": "FETCH /orders"}}})", "/methods/find/http"},
        {R"({"methods": {"find": {"http": "GET orders"}}})", "/methods/find/http"},
        {R"({"methods": {"find": {"http": "GET /orders/{id"}}})", "/methods/find/http"},
        {R"({"methods": {"find": {"timeout": "soon"}}})", "/methods/find/timeout"},
        {R"({"methods": {"find": {"timeout": 5}}})", "/methods/find/timeout"},
        {R"({"methods": {"find": {"body": "64 pages"}}})", "/methods/find/body"},
        {R"({"methods": {"find": {"transaction": "writes"}}})", "/methods/find/transaction"},
        {R"({"methods": {"find": {"idempotency": true}}})", "/methods/find/idempotency"},
        {R"({"methods": {"find": {"queue": {"size": 1}}}})", "/methods/find/queue"},
        {R"({"methods": {"find": {"rateLimit": {"count": 1}}}})", "/methods/find/rateLimit"},
        {R"({"methods": {"find": {"onDisconnect": "stop"}}})", "/methods/find/onDisconnect"},
        {R"({"methods": {"find": {"deprecated": {"since": "soon"}}}})",
         "/methods/find/deprecated/since"},
        {R"({"methods": {"find": {"parameters": {"a_b": "string"}}}})", "/methods/find/parameters"},
        {R"({"methods": {"find": {"parameters": {"a": "text"}}}})", "/methods/find/parameters/a"},
        {R"({"methods": {"find": {"status": 404}}})", "/methods/find/status"},
        {R"({"events": {"told": {"from": "anybody"}}})", "/events/told/from"},
    };
    for (const auto& [contract, pointer] : planted) {
        CAPTURE(contract);
        const auto told = fault(parse(contract));
        CAPTURE(told);
        CHECK(told.starts_with(pointer));
        tools::Diagnostics diagnostics;
        const auto model = tools::load_texts({{"shop.schema", contract}}, diagnostics);
        CHECK_FALSE(diagnostics.empty());
    }
}

TEST_CASE("the meta-schema and the generator know the same keywords and formats") {
    std::set<std::string> names;
    for (const tools::Keyword& keyword : tools::schema_keywords()) names.emplace(keyword.name);
    const auto& schema = meta_document().at("$defs").at("schema").at("properties");
    CHECK(keys(schema) == names);
    std::set<std::string> formats;
    for (const std::string_view format : tools::schema_formats()) formats.emplace(format);
    std::set<std::string> listed;
    for (const auto& format : schema.at("format").at("enum").items())
        listed.emplace(format.as_string());
    CHECK(listed == formats);
}

TEST_CASE("the editor's settings name the meta-schema") {
    const auto settings = json::Json::parse(read(root / ".vscode/settings.json")).value();
    const auto& association = settings.at("json.schemas").at(0);
    CHECK(fs::equivalent(root / association.at("url").as_string(),
                         root / "framework/share/contract.schema.json"));
}

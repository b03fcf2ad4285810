// `strata validate`: files with errors for people and programs, and requests a line each.
#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tools/validate/json_lines.hpp"
#include "tools/validate/validate_files.hpp"

using strata::json::Json;
using strata::tools::JsonLines;
using strata::tools::ValidateRequest;

namespace {

namespace fs = std::filesystem;

class Folder final {
  public:
    Folder()
        : path_(fs::temp_directory_path() / ("strata-validate-" + std::to_string(::getpid()))) {
        fs::create_directories(path_);
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    auto operator=(const Folder&) -> Folder& = delete;
    auto write(const std::string& name, const std::string& text) const -> std::string {
        const auto file = path_ / name;
        std::ofstream(file) << text;
        return file.string();
    }

  private:
    fs::path path_;
};

struct Outcome {
    int status = 0;
    std::string out;
    std::string err;
};

auto validate(const ValidateRequest& request) -> Outcome {
    std::ostringstream out;
    std::ostringstream err;
    const int status = strata::tools::validate_files(request, out, err);
    return {status, out.str(), err.str()};
}

}  // namespace

TEST_CASE("files are validated, and errors told with their line and column") {
    const Folder folder;
    const auto schema = folder.write("s.json",
                                     "{ // a person\n  \"required\": [\"name\"],\n"
                                     "  \"properties\": {\"age\": {\"minimum\": 0}},\n}");
    const auto good = folder.write("good.json", R"({"name":"Ada"})");
    const auto bad = folder.write("bad.json", "{\n  \"age\": -1\n}");
    CHECK(validate({.schema = schema}).out == schema + ": a valid schema\n");
    const auto both = validate({.schema = schema, .instances = {good, bad}});
    CHECK(both.status == 1);
    CHECK(both.out == good + ": valid\n" + bad + ":2:10: /age: must be at least 0 (minimum)\n" +
                          bad + ":1:1: must have the member \"name\" (required)\n");
    CHECK(validate({.schema = schema, .instances = {good}}).status == 0);
}

TEST_CASE("for programs there is one JSON object") {
    const Folder folder;
    const auto schema = folder.write("s.json", R"({"items":{"type":"null"}})");
    const auto bad = folder.write("bad.json", "[null,\n 1]");
    const auto outcome = validate({.schema = schema, .instances = {bad}, .json = true});
    CHECK(outcome.status == 1);
    const auto json = Json::parse(outcome.out);
    REQUIRE(json.has_value());
    CHECK_FALSE(json->at("valid").as_bool());
    const Json& error = json->at("instances").at(0).at("errors").at(0);
    CHECK(error.at("pointer").as_string() == "/1");
    CHECK(error.at("keyword").as_string() == "type");
    CHECK(error.at("schemaLocation").as_string() == "#/items/type");
    CHECK(error.at("line").as_int64() == 2);
    CHECK(error.at("column").as_int64() == 2);
}

TEST_CASE("a schema or file that can't be used ends with 2 and says where") {
    const Folder folder;
    const auto broken = folder.write("broken.json", "{\n  \"items\": {\"type\": \"int\"}\n}");
    const auto good = folder.write("good.json", "{}");
    const auto malformed = folder.write("malformed.json", "[1, // no\n 2]");
    const auto refused = validate({.schema = broken});
    CHECK(refused.status == 2);
    CHECK(refused.err.starts_with(broken + ":2:21: "));
    CHECK(validate({.schema = good, .instances = {malformed}}).err ==
          malformed + ":1:5: expected a value\n");
    CHECK(validate({.schema = good, .instances = {"/nowhere.json"}}).status == 2);
    // The other instances are checked all the same.
    const auto mixed = validate({.schema = good, .instances = {malformed, good}});
    CHECK(mixed.status == 2);
    CHECK(mixed.out == good + ": valid\n");
    const auto told =
        Json::parse(validate({.schema = good, .instances = {malformed, good}, .json = true}).out);
    CHECK_FALSE(told->at("valid").as_bool());
    CHECK(told->at("instances").at(0).at("error").at("column").as_int64() == 5);
    CHECK(told->at("instances").at(1).at("valid").as_bool());
    const auto json = validate({.schema = "/nowhere.json", .json = true});
    CHECK(json.status == 2);
    CHECK(Json::parse(json.out)->at("error").at("message").as_string() == "can't be read");
}

TEST_CASE("formats are asserted unless they are to be annotations; remotes and drafts are heeded") {
    const Folder folder;
    const auto date = folder.write("date.json", "\"soon\"");
    const auto schema = folder.write("s.json", R"({"format":"date"})");
    CHECK(validate({.schema = schema, .instances = {date}}).status == 1);
    CHECK(validate({.schema = schema, .instances = {date}, .assert_format = false}).status == 0);
    const auto remote = folder.write("r.json", R"({"$ref":"http://x/s.json"})");
    CHECK(validate({.schema = remote, .instances = {date}}).status == 2);
    CHECK(
        validate({.schema = remote, .instances = {date}, .remotes = {{"http://x/s.json", schema}}})
            .status == 1);
    const auto list = folder.write("list.json", "[1]");
    const auto tuple = folder.write("t.json", R"({"items":[false]})");
    CHECK(validate({.schema = tuple, .instances = {list}, .draft = "draft7"}).status == 1);
    CHECK(validate({.schema = tuple, .instances = {list}}).status == 2);
}

TEST_CASE("requests are answered line by line, in order") {
    std::istringstream in(
        "{\"op\":\"remotes\",\"documents\":{\"http://x/n\":{\"type\":\"null\"}}}\n"
        "{\"id\":1,\"draft\":\"draft2020-12\",\"format\":false,\"schema\":{\"$ref\":\"http://x/"
        "n\"},\"instance\":1}\n"
        "{\"id\":\"two\",\"draft\":\"draft7\",\"format\":true,\"schema\":{\"format\":\"ipv4\"},"
        "\"instance\":\"1.2.3.4\"}\n"
        "{\"id\":3,\"schema\":{\"$ref\":\"http://y\"},\"instance\":1}\n"
        "{\"id\":4,\n"
        "{\"id\":5,\"draft\":\"draft3\",\"schema\":true,\"instance\":1}\n"
        "{\"id\":6,\"schema\":true}\n"
        "{\"op\":\"stop\"}\n");
    std::ostringstream out;
    strata::tools::serve_json_lines(in, out);
    CHECK(out.str() ==
          "{\"ok\":true}\n"
          "{\"errors\":[{\"keyword\":\"type\",\"message\":\"must be "
          "null\",\"pointer\":\"\",\"schemaLocation\":\"http://x/n#/type\"}],"
          "\"id\":1,\"valid\":false}\n"
          "{\"errors\":[],\"id\":\"two\",\"valid\":true}\n"
          "{\"error\":\"#/$ref: no such schema document: http://y\",\"id\":3}\n"
          "{\"error\":\"column 9: expected a key in quotes\",\"id\":4}\n"
          "{\"error\":\"draft must be \\\"draft2020-12\\\" or \\\"draft7\\\"\",\"id\":5}\n"
          "{\"error\":\"a request needs schema and instance\",\"id\":6}\n"
          "{\"error\":\"unknown op\",\"id\":null}\n");
}

TEST_CASE("a schema may be in metaschema notation, with the types beside it") {
    const Folder folder;
    const auto schema = folder.write("Account.schema",
                                     "({ login: { type: 'string', length: { min: 3 } }, home: "
                                     "'?Place' })");
    folder.write("Place.schema", "({ city: 'string' })");
    const auto good = folder.write("good.json", R"({"login": "ada", "home": {"city": "Kyiv"}})");
    const auto bad = folder.write("bad.json", R"({"login": "a", "home": null})");
    const auto open = folder.write("open.json", R"({"login": "ada", "more": 1})");
    const auto request = [&](const std::string& instance) {
        ValidateRequest made;
        made.schema = schema;
        made.instances = {instance};
        return validate(made);
    };
    CHECK(request(good).status == 0);
    CHECK(request(bad).status == 1);
    CHECK(request(bad).out.find("/login") != std::string::npos);
    CHECK(request(open).status == 1);
    folder.write("Place.schema", "({ city: 'strng' })");
    const auto broken = request(good);
    CHECK(broken.status == 2);
    CHECK(broken.err.find("Place.schema:1:10: unknown type \"strng\"") != std::string::npos);
}

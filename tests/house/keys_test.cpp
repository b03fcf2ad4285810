// Every key of the configuration and every field of a contract has a test that fails when it is
// ignored: keys.txt and fields.txt name it.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "house/source_tree.hpp"

using namespace tests::house;

namespace {

auto text_of(const std::string& path) -> std::string {
    const auto files = sources_in({path});
    return files.empty() ? std::string() : files.front().text;
}

// A literal that the formatter has broken over lines is one again.
auto joined(const std::string& text) -> std::string {
    static const std::regex between("\"\\s*\n\\s*\"");
    return std::regex_replace(text, between, "");
}

// NAME FILE WORDS: what has a test, and that the test is there.
auto tested_in(const std::string& list_path) -> std::set<std::string> {
    std::set<std::string> tested;
    std::istringstream list(text_of(list_path));
    for (std::string line; std::getline(list, line);) {
        if (line.starts_with('#')) continue;
        std::istringstream words(line);
        std::string name;
        std::string file;
        std::string test;
        words >> name >> file >> std::ws;
        std::getline(words, test);
        CAPTURE(line);
        CHECK(!test.empty());
        CHECK(joined(text_of(file)).find(test) != std::string::npos);
        tested.insert(name);
    }
    return tested;
}

void check_equal(const std::set<std::string>& tested, const std::set<std::string>& all,
                 const std::string& list_path) {
    for (const std::string& name : all)
        CHECK_MESSAGE(tested.contains(name), list_path << " names no test of " << name);
    for (const std::string& name : tested)
        CHECK_MESSAGE(all.contains(name), list_path << ": there is no " << name);
}

}  // namespace

TEST_CASE("every key of the configuration is listed in keys.txt with its test") {
    const std::string page = text_of("docs/configuration.md");
    const std::regex row("\\| `([A-Za-z]+\\.[A-Za-z.]+)` \\|");
    std::set<std::string> keys;
    for (std::sregex_iterator at(page.begin(), page.end(), row), end; at != end; ++at)
        keys.insert((*at)[1]);
    CHECK(keys.size() > 90);
    check_equal(tested_in("tests/house/keys.txt"), keys, "tests/house/keys.txt");
}

TEST_CASE("every field of a contract is listed in fields.txt with its test") {
    const auto schema = nlohmann::json::parse(text_of("framework/share/contract.schema.json"));
    std::set<std::string> fields;
    for (const char* part : {"method", "error", "event"}) {
        for (const auto& [field, of_any_kind] :
             schema.at("$defs").at(part).at("properties").items())
            fields.insert(std::string(part) + "." + field);
    }
    check_equal(tested_in("tests/house/fields.txt"), fields, "tests/house/fields.txt");
}

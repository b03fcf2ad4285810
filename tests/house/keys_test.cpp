// Every key of the configuration has a test that fails when the key is ignored: keys.txt names it.
#include <doctest/doctest.h>

#include <map>
#include <regex>
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

}  // namespace

TEST_CASE("every key of the configuration is listed in keys.txt with its test") {
    std::map<std::string, std::string> tested;
    std::istringstream list(text_of("tests/house/keys.txt"));
    for (std::string line; std::getline(list, line);) {
        if (line.starts_with('#')) continue;
        std::istringstream words(line);
        std::string key;
        std::string file;
        std::string test;
        words >> key >> file >> std::ws;
        std::getline(words, test);
        CAPTURE(line);
        CHECK(!test.empty());
        CHECK(joined(text_of(file)).find(test) != std::string::npos);
        tested[key] = file;
    }
    const std::string page = text_of("docs/configuration.md");
    const std::regex row("\\| `([A-Za-z]+\\.[A-Za-z.]+)` \\|");
    std::size_t keys = 0;
    for (std::sregex_iterator at(page.begin(), page.end(), row), end; at != end; ++at, ++keys) {
        const std::string key = (*at)[1];
        CHECK_MESSAGE(tested.contains(key), "tests/house/keys.txt names no test of " << key);
    }
    CHECK(keys == tested.size());
}

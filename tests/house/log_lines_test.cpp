// docs/operations.md tells what each line of the log means.
#include <doctest/doctest.h>

#include <regex>
#include <set>
#include <string>

#include "house/source_tree.hpp"

using namespace tests::house;

namespace {

// What the product writes as a line's message: the first literal of a call of the log.
auto messages() -> std::set<std::string> {
    const std::regex call(
        R"((log::(trace|debug|info|warning|error)|log_calls|give_up)\(\s*"([^"]+)\")");
    std::set<std::string> found;
    for (const Source& source : cpp_sources()) {
        const bool is_product =
            source.path.starts_with("framework/src/") || source.path.starts_with("transport/src/");
        if (!is_product) continue;
        for (std::sregex_iterator at(source.text.begin(), source.text.end(), call), end; at != end;
             ++at) {
            found.insert((*at)[3].str());
        }
    }
    return found;
}

// A message that ends in a colon goes on with names.
auto as_told(const std::string& message) -> std::string {
    return '`' + message + (message.ends_with(": ") ? "...`" : "`");
}

}  // namespace

TEST_CASE("docs/operations.md tells what each line of the log means") {
    const auto pages = sources_in({"docs/operations.md"});
    REQUIRE(pages.size() == 1);
    const auto found = messages();
    CHECK(found.size() > 40);
    for (const std::string& message : found) {
        CHECK_MESSAGE(pages[0].text.find(as_told(message)) != std::string::npos,
                      "docs/operations.md, Log lines: no row for " << as_told(message));
    }
}

// The order inside the library: an area of the framework knows only those before it, transport/
// knows the framework, and neither they nor the command know a service.
#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <string>
#include <vector>

#include "house/areas.hpp"
#include "house/source_tree.hpp"

using strata::tools::Include;
using strata::tools::scan_includes;
using namespace tests::house;

namespace {

auto starts(const Source& source, std::string_view folder) -> bool {
    return source.path.starts_with(folder);
}

auto framework_header(std::string_view target) -> const Source* {
    const auto found = std::ranges::find(public_headers(),
                                         "framework/include/" + std::string(target), &Source::path);
    return found == public_headers().end() ? nullptr : &*found;
}

// strata/values.hpp and its like stand above the areas and count as the last area that they
// include.
auto rank_of(const Include& include) -> std::size_t {
    if (const auto rank = area_rank(area_of_include(include))) return *rank;
    std::size_t last = 0;
    if (const Source* header = framework_header(include.target)) {
        for (const Include& inner : scan_includes(header->text))
            last = std::max(last, rank_of(inner));
    }
    return last;
}

auto order_violations(const Source& source) -> std::vector<std::string> {
    const auto area = std::string(area_of_file(source.path));
    if (area.empty()) return {};
    const auto rank = area_rank(area);
    if (!rank) return {source.path + ":1: error: no area " + area};
    std::vector<std::string> violations;
    for (const Include& include : scan_includes(source.text)) {
        if (rank_of(include) <= *rank) continue;
        violations.push_back(source.path + ":" + std::to_string(include.line) + ": error: " + area +
                             "/ may not include \"" + include.target + "\": its area comes later");
    }
    return violations;
}

auto lower(std::string text) -> std::string {
    std::ranges::transform(text, text.begin(), [](unsigned char each) {
        return static_cast<char>(std::tolower(each));
    });
    return text;
}

}  // namespace

TEST_CASE("an area of the framework includes only areas before it") {
    std::size_t checked = 0;
    for (const Source& source : cpp_sources()) {
        if (!starts(source, "framework/")) continue;
        ++checked;
        for (const std::string& violation : order_violations(source)) FAIL_CHECK(violation);
    }
    CHECK(checked > 50);
}

TEST_CASE("an area that includes a later one is named with its line") {
    const Source planted{"framework/src/json/reader.cpp",
                         "#include \"json/reader.hpp\"\n#include \"loop/tick.hpp\"\n"};
    CHECK(
        order_violations(planted) ==
        std::vector<std::string>{
            "framework/src/json/reader.cpp:2: error: json/ may not include \"loop/tick.hpp\": its "
            "area comes later"});
    const Source above{"framework/include/strata/data/row.hpp",
                       "#include \"strata/context.hpp\"\n"};
    CHECK(order_violations(above).size() == 1);
    CHECK(order_violations({"framework/src/misc/x.cpp", ""}).size() == 1);
    CHECK(order_violations({"framework/src/loop/tick.cpp", "#include \"strata/values.hpp\"\n"})
              .empty());
}

TEST_CASE("the framework does not know transport, and transport not the tools") {
    std::set<std::string> of_transport;
    for (const Source& source : cpp_sources()) {
        if (starts(source, "transport/include/")) of_transport.insert(source.path.substr(18));
        if (starts(source, "transport/src/")) of_transport.insert(source.path.substr(14));
    }
    for (const Source& source : cpp_sources()) {
        for (const Include& include : scan_includes(source.text)) {
            const bool testing = area_of_file(source.path) == "testing";
            if (starts(source, "framework/") && !testing) {
                CHECK_MESSAGE(!of_transport.contains(include.target),
                              source.path << ":" << include.line
                                          << ": error: framework/ may not include \""
                                          << include.target << "\" of transport/");
            }
            if (starts(source, "transport/")) {
                const auto area = area_of_include(include);
                CHECK_MESSAGE((area != "tools" && area != "testing"),
                              source.path << ":" << include.line
                                          << ": error: transport/ may not include \""
                                          << include.target << "\"");
            }
        }
    }
}

TEST_CASE("no service is known in framework/, transport/ and cli/") {
    for (const Source& source : sources_in({"framework", "transport", "cli"})) {
        const auto text = lower(source.text);
        for (const std::string name : {"messenger"}) {
            const auto at = text.find(name);
            CHECK_MESSAGE(at == std::string::npos,
                          source.path << ":" << line_of(text, std::min(at, text.size()))
                                      << ": names " << name);
        }
    }
}

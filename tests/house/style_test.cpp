// Sizes and names: what keeps a file readable on one screen and findable in a minute.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <regex>
#include <string>

#include "house/function_length.hpp"
#include "house/source_tree.hpp"
#include "tools/layers/code_text.hpp"

using namespace tests::house;

namespace {

constexpr std::size_t longest_function = 60;
constexpr std::size_t longest_file = 400;

// Everything that people write, but prose.
auto written() -> std::vector<Source> {
    auto sources =
        sources_in({"CMakeLists.txt", "api", "bench", "cli", "cmake", "config", "db", "dev",
                    "domain", "framework", "main.cpp", "schemas", "static", "tests", "transport"});
    std::erase_if(sources, [](const Source& source) {
        const auto extension = std::filesystem::path(source.path).extension();
        constexpr auto code =
            std::to_array<std::string_view>({".cpp", ".hpp", ".cmake", ".txt", ".sh", ".js", ".mjs",
                                             ".css", ".html", ".sql", ".schema", ""});
        return std::ranges::find(code, extension.string()) == code.end();
    });
    return sources;
}

}  // namespace

TEST_CASE("no function is longer than 60 lines") {
    std::size_t functions = 0;
    for (const Source& source : cpp_sources()) {
        for (const Function& function : functions_of(source.text)) {
            ++functions;
            CHECK_MESSAGE(function.length <= longest_function,
                          source.path << ":" << function.line << ": " << function.length
                                      << " lines: " << function.head);
        }
    }
    CHECK(functions > 200);
}

TEST_CASE("no file is longer than 400 lines") {
    for (const Source& source : written()) {
        const auto lines = static_cast<std::size_t>(std::ranges::count(source.text, '\n'));
        CHECK_MESSAGE(lines <= longest_file, source.path << ": " << lines << " lines");
    }
}

TEST_CASE("files are named after one concept, in snake_case") {
    const std::regex name("[a-z0-9_]+");
    constexpr auto vague =
        std::to_array<std::string_view>({"utils", "util", "helpers", "helper", "manager", "misc"});
    for (const Source& source : cpp_sources()) {
        const auto stem = std::filesystem::path(source.path).stem().string();
        CHECK_MESSAGE(std::regex_match(stem, name), source.path);
        CHECK_MESSAGE(std::ranges::find(vague, stem) == vague.end(),
                      source.path << ": a vague name");
    }
}

TEST_CASE("nothing is left to be done later") {
    // Spelled in parts, or this file would be found.
    const std::regex mark(
        "\\b(TO"
        "DO|FIX"
        "ME|XX"
        "X|HA"
        "CK)\\b");
    for (const Source& source : written()) {
        std::smatch found;
        const bool left = std::regex_search(source.text, found, mark);
        CHECK_MESSAGE(
            !left,
            source.path << ":"
                        << (left ? line_of(source.text, static_cast<std::size_t>(found.position()))
                                 : 0));
    }
}

TEST_CASE("no thread is detached") {
    for (const Source& source : cpp_sources()) {
        const auto code = strata::tools::code_text(source.text);
        CHECK_MESSAGE(code.find(".detach()") == std::string::npos, source.path);
    }
}

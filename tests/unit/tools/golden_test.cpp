#include "golden.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <vector>

namespace golden {

namespace {

using Lines = std::vector<std::string>;

constexpr std::size_t context = 3;
constexpr std::size_t most_lines = 60;

auto lines_of(const std::string& text) -> Lines {
    Lines lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(std::move(line));
    return lines;
}

auto read(const std::filesystem::path& file) -> std::string {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

// What the two have in common at the beginning and at the end is left out, but for some lines.
auto diff(const Lines& expected, const Lines& generated) -> std::string {
    const auto shorter = std::min(expected.size(), generated.size());
    std::size_t first = 0;
    while (first < shorter && expected[first] == generated[first]) ++first;
    std::size_t same = 0;
    while (same < shorter - first &&
           expected[expected.size() - 1 - same] == generated[generated.size() - 1 - same]) {
        ++same;
    }
    std::string text = "@@ line " + std::to_string(first + 1) + " @@\n";
    std::size_t printed = 0;
    const auto print = [&](char sign, const Lines& lines, std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to && printed < most_lines; ++i, ++printed) {
            text += sign + lines[i] + '\n';
        }
        printed = 0;
    };
    print(' ', expected, first - std::min(first, context), first);
    print('-', expected, first, expected.size() - same);
    print('+', generated, first, generated.size() - same);
    print(' ', generated, generated.size() - same,
          generated.size() - same + std::min(same, context));
    return text;
}

}  // namespace

auto difference(const std::filesystem::path& file, const std::string& generated) -> std::string {
    if (std::getenv("STRATA_UPDATE_GOLDEN") != nullptr) {
        std::ofstream(file, std::ios::binary) << generated;
    }
    const std::string expected = read(file);
    if (expected == generated) return {};
    return "\n--- " + file.string() + "\n+++ generated\n" +
           diff(lines_of(expected), lines_of(generated)) +
           "If the new text is what it should be, run this test with STRATA_UPDATE_GOLDEN=1 and "
           "read `git diff`.\n";
}

}  // namespace golden

TEST_CASE("a golden file that differs is told line by line, with how to renew it") {
    const auto file = std::filesystem::temp_directory_path() / "strata_golden_test.txt";
    std::ofstream(file) << "a\nb\nc\n";
    CHECK(golden::difference(file, "a\nb\nc\n") == "");
    if (std::getenv("STRATA_UPDATE_GOLDEN") == nullptr) {
        const auto told = golden::difference(file, "a\nx\nc\n");
        CHECK(told.find("@@ line 2 @@\n a\n-b\n+x\n c\n") != std::string::npos);
        CHECK(told.find("STRATA_UPDATE_GOLDEN=1") != std::string::npos);
        CHECK(golden::difference(file, "a\nb\nc\nd\n").find("+d\n") != std::string::npos);
        CHECK(golden::difference(file, "a\n").find("-b\n-c\n") != std::string::npos);
    }
    std::filesystem::remove(file);
}

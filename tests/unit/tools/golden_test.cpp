#include "golden.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string_view>
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

struct Change {
    char sign;  // ' ', '-', '+'
    std::string_view line;
};

// By the longest common subsequence.
auto changes(const Lines& old, const Lines& now) -> std::vector<Change> {
    const auto width = now.size() + 1;
    std::vector<std::uint32_t> common((old.size() + 1) * width);
    for (std::size_t i = old.size(); i-- > 0;) {
        for (std::size_t j = now.size(); j-- > 0;) {
            common[i * width + j] =
                old[i] == now[j] ? common[(i + 1) * width + j + 1] + 1
                                 : std::max(common[(i + 1) * width + j], common[i * width + j + 1]);
        }
    }
    std::vector<Change> list;
    for (std::size_t i = 0, j = 0; i < old.size() || j < now.size();) {
        if (i < old.size() && j < now.size() && old[i] == now[j]) {
            list.push_back({' ', old[i++]});
            ++j;
        } else if (i < old.size() &&
                   (j == now.size() || common[(i + 1) * width + j] >= common[i * width + j + 1])) {
            list.push_back({'-', old[i++]});
        } else {
            list.push_back({'+', now[j++]});
        }
    }
    return list;
}

auto diff(const Lines& old, const Lines& now) -> std::string {
    const auto list = changes(old, now);
    std::string text;
    std::size_t line = 1;
    std::size_t printed = 0;
    bool gap = true;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto from = list.begin() + static_cast<std::ptrdiff_t>(i - std::min(i, context));
        const auto to =
            list.begin() + static_cast<std::ptrdiff_t>(std::min(i + context + 1, list.size()));
        if (std::any_of(from, to, [](const Change& each) { return each.sign != ' '; })) {
            if (++printed > most_lines) return text + "... and more\n";
            if (gap) text += "@@ line " + std::to_string(line) + " @@\n";
            text += list[i].sign + std::string(list[i].line) + '\n';
            gap = false;
        } else {
            gap = true;
        }
        if (list[i].sign != '+') ++line;
    }
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
        CHECK(told.find("@@ line 1 @@\n a\n-b\n+x\n c\n") != std::string::npos);
        CHECK(told.find("STRATA_UPDATE_GOLDEN=1") != std::string::npos);
        CHECK(golden::difference(file, "a\nb\nc\nd\n").find("+d\n") != std::string::npos);
        CHECK(golden::difference(file, "a\n").find("-b\n-c\n") != std::string::npos);
    }
    std::filesystem::remove(file);
}

#include "house/source_tree.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace tests::house {
namespace {

namespace fs = std::filesystem;

const fs::path root = STRATA_SOURCE_DIR;

auto read(const fs::path& file) -> std::string {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

// Golden files are what the generator writes, node_modules what npm brings.
auto is_written_by_people(const fs::path& relative) -> bool {
    constexpr auto others = std::to_array<std::string_view>(
        {"golden", "expected", "node_modules", "build", "generated", "seeds"});
    return std::ranges::none_of(relative, [&](const fs::path& part) {
        return std::ranges::find(others, part.string()) != others.end();
    });
}

auto filtered(const std::vector<Source>& sources, auto keep) -> std::vector<Source> {
    std::vector<Source> kept;
    std::ranges::copy_if(sources, std::back_inserter(kept), keep);
    return kept;
}

}  // namespace

auto sources_in(const std::vector<std::string>& folders) -> std::vector<Source> {
    std::vector<Source> sources;
    auto add = [&](const fs::path& file) {
        const auto relative = file.lexically_relative(root);
        if (is_written_by_people(relative)) sources.push_back({relative.string(), read(file)});
    };
    for (const std::string& folder : folders) {
        if (fs::is_regular_file(root / folder)) add(root / folder);
        if (!fs::is_directory(root / folder)) continue;
        for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
            if (entry.is_regular_file()) add(entry.path());
        }
    }
    std::ranges::sort(sources, {}, &Source::path);
    return sources;
}

auto cpp_sources() -> const std::vector<Source>& {
    static const auto sources =
        filtered(sources_in({"framework", "transport", "cli", "api", "domain", "main.cpp", "tests",
                             "bench"}),
                 [](const Source& source) {
                     return source.path.ends_with(".cpp") || source.path.ends_with(".hpp");
                 });
    return sources;
}

auto public_headers() -> const std::vector<Source>& {
    static const auto headers = filtered(cpp_sources(), [](const Source& source) {
        return source.path.starts_with("framework/include/") ||
               source.path.starts_with("transport/include/");
    });
    return headers;
}

auto is_header(const Source& source) -> bool { return source.path.ends_with(".hpp"); }

auto line_of(std::string_view text, std::size_t position) -> std::size_t {
    return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, position), '\n'));
}

}  // namespace tests::house

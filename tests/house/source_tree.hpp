#pragma once
// The files of this repository that people write, as the house rules look at them.
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tests::house {

struct Source {
    std::string path{};  // relative to the repository: "framework/src/values/uuid.cpp"
    std::string text{};
};

// Every file under these folders (or these files), without what is generated, recorded or made by a
// build.
auto sources_in(const std::vector<std::string>& folders) -> std::vector<Source>;

// C++ of the product and its tests.
auto cpp_sources() -> const std::vector<Source>&;
// C++ of the public headers.
auto public_headers() -> const std::vector<Source>&;

auto is_header(const Source& source) -> bool;
auto line_of(std::string_view text, std::size_t position) -> std::size_t;

}  // namespace tests::house

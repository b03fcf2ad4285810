#include "tools/layers/layer_sources.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>

#include "tools/layers/code_text.hpp"
#include "tools/layers/include_scan.hpp"

namespace strata::tools {
namespace {

namespace fs = std::filesystem;

constexpr std::array header_extensions{".hpp", ".h", ".hh", ".hxx", ".ipp", ".inl"};
constexpr std::array source_extensions{".cpp", ".cc", ".cxx", ".c"};
constexpr std::array clocks{"system_clock", "steady_clock", "high_resolution_clock",
                            "utc_clock",    "tai_clock",    "gps_clock",
                            "file_clock"};

auto is_header(const fs::path& file) -> bool {
    return std::ranges::find(header_extensions, file.extension().string()) !=
           header_extensions.end();
}

auto is_cpp(const fs::path& file) -> bool {
    return is_header(file) || std::ranges::find(source_extensions, file.extension().string()) !=
                                  source_extensions.end();
}

void check_clocks(std::string_view source, const std::string& file, Diagnostics& diagnostics) {
    const auto code = code_text(source);
    for (const std::string_view clock : clocks) {
        for (auto at = find_word(code, clock); at != std::string::npos;
             at = find_word(code, clock, at + 1)) {
            diagnostics.error({file, line_at(code, at), 0},
                              "domain/ may not use " + std::string(clock) +
                                  ": take the time as a Timestamp parameter (context.now() in "
                                  "the handler)");
        }
    }
}

// A header of the layer itself may be named as it is seen from the file that includes it.
auto is_neighbour(const fs::path& file, const fs::path& folder, const Include& include) -> bool {
    if (include.angled) return false;
    const auto path = fs::weakly_canonical(file.parent_path() / include.target);
    const auto inside = path.lexically_relative(fs::weakly_canonical(folder));
    return !inside.empty() && *inside.begin() != ".." && fs::exists(path);
}

void check_written_by_hand(const fs::path& file, Layer layer, Diagnostics& diagnostics) {
    if (layer == Layer::db) {
        diagnostics.error({file.string(), 1, 0},
                          "db/ holds .sql files only: its C++ is generated from them");
    } else if (layer == Layer::api && is_header(file)) {
        diagnostics.error({file.string(), 1, 0},
                          "api/ holds no headers: they are generated from the contracts; what "
                          "handlers share belongs to domain/");
    }
}

void check_file(const fs::path& file, const fs::path& folder, Layer layer,
                Diagnostics& diagnostics) {
    const auto shown = file.string();
    const auto source = read_source(file);
    for (const Include& include : scan_includes(source)) {
        if (is_neighbour(file, folder, include)) continue;
        if (auto message = refusal(layer, include)) {
            diagnostics.error({shown, include.line, 0}, std::move(*message));
        }
    }
    if (layer == Layer::domain) check_clocks(source, shown, diagnostics);
}

}  // namespace

auto cpp_files(const fs::path& folder) -> std::vector<fs::path> {
    std::vector<fs::path> files;
    if (!fs::is_directory(folder)) return files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file() && is_cpp(entry.path())) files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

auto read_source(const fs::path& file) -> std::string {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        throw fs::filesystem_error("cannot read", file, std::make_error_code(std::errc::io_error));
    }
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

void check_layer_sources(const fs::path& service, const fs::path& generated, Layer layer,
                         Diagnostics& diagnostics) {
    const auto folder = service / layer_name(layer);
    for (const fs::path& file : cpp_files(folder)) {
        check_written_by_hand(file, layer, diagnostics);
        check_file(file, folder, layer, diagnostics);
    }
    if (layer != Layer::db || generated.empty()) return;
    for (const fs::path& file : cpp_files(generated / "db")) {
        check_file(file, generated / "db", layer, diagnostics);
    }
}

}  // namespace strata::tools

#pragma once
// The include scan of one layer of a service: every file of its folder against layer_rules.hpp, and
// for the domain the names of clocks, which hide in a header that it may include. Reads files;
// throws std::filesystem::filesystem_error where it can't.
#include <filesystem>
#include <string>
#include <vector>

#include "tools/layers/layer_rules.hpp"
#include "tools/model/diagnostics.hpp"

namespace strata::tools {

// `generated` is the folder of the service's generated code: db/ is checked there too, unless it is
// empty.
void check_layer_sources(const std::filesystem::path& service,
                         const std::filesystem::path& generated, Layer layer,
                         Diagnostics& diagnostics);

// The C++ files of a folder, sorted; none if there is no such folder.
[[nodiscard]] auto cpp_files(const std::filesystem::path& folder)
    -> std::vector<std::filesystem::path>;
[[nodiscard]] auto read_source(const std::filesystem::path& file) -> std::string;

}  // namespace strata::tools

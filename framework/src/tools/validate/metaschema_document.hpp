#pragma once
// metaschema_document: a file in metaschema notation as JSON Schema, with the types of the files
// beside it that it refers to.
#include <filesystem>
#include <optional>

#include "strata/json/json.hpp"
#include "tools/model/diagnostics.hpp"

namespace strata::tools {

// Closed, as contracts are. Nothing after an error, which goes to `diagnostics`.
[[nodiscard]] auto metaschema_document(const std::filesystem::path& file, Diagnostics& diagnostics)
    -> std::optional<json::Json>;

}  // namespace strata::tools

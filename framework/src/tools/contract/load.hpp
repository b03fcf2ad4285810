#pragma once
// load: every contract of a service, checked as a whole.
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tools/model/diagnostics.hpp"
#include "tools/model/model.hpp"

namespace strata::tools {

// Reads `service`/schemas/*.schema. All errors go to `diagnostics`; with any the model is not to be
// used.
[[nodiscard]] auto load(const std::filesystem::path& service, Diagnostics& diagnostics) -> Model;

// The same from texts: {"orders.schema", "{...}"}.
[[nodiscard]] auto load_texts(std::vector<std::pair<std::string, std::string>> files,
                              Diagnostics& diagnostics) -> Model;

}  // namespace strata::tools

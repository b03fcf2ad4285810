#pragma once
// Errors that a contract declares, and nothing ends with.
#include <filesystem>

#include "tools/model/diagnostics.hpp"
#include "tools/model/model.hpp"

namespace strata::tools::check {

// An error that no method lists; and one that a method lists, that no constraint stands for, and
// that no source of api/ or domain/ names. Throws std::filesystem::filesystem_error.
void check_unused_errors(const std::filesystem::path& service, const Model& model,
                         Diagnostics& diagnostics);

}  // namespace strata::tools::check

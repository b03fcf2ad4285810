#pragma once
// The symbol check of a domain library: nothing in it reaches a clock, a file, a socket, the
// environment, random numbers, a thread or stdio, and nothing in it can be written to.
#include <filesystem>
#include <string>

#include "tools/model/diagnostics.hpp"

namespace strata::tools {

// Each violation is reported at the line of `sources` that causes it, as far as that can be known.
// Throws std::runtime_error if nm can't read the library.
void check_purity(const std::filesystem::path& library, const std::filesystem::path& sources,
                  const std::string& nm, Diagnostics& diagnostics);

}  // namespace strata::tools

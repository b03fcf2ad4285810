#pragma once
// What a command prints: for asking tools their version.
#include <optional>
#include <string>

namespace strata::tools::doctor {

// Standard output of a shell's command line; nothing if it fails or is not there.
[[nodiscard]] auto command_output(const std::string& command) -> std::optional<std::string>;

}  // namespace strata::tools::doctor

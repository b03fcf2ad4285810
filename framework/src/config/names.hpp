#pragma once
// How one key is spelled in its sources. Pure functions; any thread.
#include <string>
#include <string_view>

namespace strata::config {

// "server.idleTimeout" -> "STRATA_SERVER_IDLE_TIMEOUT"
[[nodiscard]] auto variable_name(std::string_view key) -> std::string;

// "server", "port" -> "server.port"; the top level has no name.
[[nodiscard]] auto full_name(std::string_view section, std::string_view key) -> std::string;

}  // namespace strata::config

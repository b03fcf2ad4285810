#pragma once
// Which engine a service's configuration names.
#include <filesystem>
#include <optional>
#include <string>

namespace strata::tools::check {

// Where database.url is PostgreSQL's: "config/production.json", or the variable; nothing if
// nowhere. What is no JSON is not looked into.
[[nodiscard]] auto configured_postgres(const std::filesystem::path& service)
    -> std::optional<std::string>;

}  // namespace strata::tools::check

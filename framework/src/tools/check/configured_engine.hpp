#pragma once
// Which engines a service's configuration names. What is no JSON is not looked into.
#include <filesystem>
#include <optional>
#include <string>

namespace strata::tools::check {

// Where database.url is PostgreSQL's: "config/production.json", or the variable; nothing if
// nowhere.
[[nodiscard]] auto configured_postgres(const std::filesystem::path& service)
    -> std::optional<std::string>;
// database.url is SQLite's somewhere, and PostgreSQL's nowhere.
[[nodiscard]] auto configured_sqlite_only(const std::filesystem::path& service) -> bool;

}  // namespace strata::tools::check

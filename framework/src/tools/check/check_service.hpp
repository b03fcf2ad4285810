#pragma once
// check_service: everything about a service that can be known without running it: contracts, SQL on
// both engines, migrations, layers. What `strata check` does.
#include <filesystem>
#include <string>
#include <vector>

#include "tools/model/diagnostics.hpp"

namespace strata::tools::check {

struct CheckOptions {
    std::filesystem::path service = ".";
    std::filesystem::path build{};  // empty: build/release or build/debug of the service
    std::string postgres{};         // the server's binaries; empty: there are none
    bool sqlite_only = false;       // PostgreSQL is left out
    std::string nm = "nm";
};

// What was looked at, and what was not and why: a sentence each.
using Notes = std::vector<std::string>;

// Throws std::runtime_error (and std::filesystem::filesystem_error) where it can't look.
[[nodiscard]] auto check_service(const CheckOptions& options, Diagnostics& diagnostics) -> Notes;

}  // namespace strata::tools::check

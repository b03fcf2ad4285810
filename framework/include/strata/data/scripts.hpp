#pragma once
// The SQL files of a service's folder, as the scripts that its database has to have had.
#include <span>
#include <string_view>
#include <vector>

#include "strata/data/statement.hpp"

namespace strata::data {

struct SqlFile {
    std::string_view path{};  // "db/create.sql"
    std::string_view text{};
};

// db/create.sql, then db/migrations/*.sql in the order of their names; other files are passed over.
// A file of one engine (create.sqlite.sql, 0002_index.postgres.sql) takes the place of the common
// one there; on an engine for which there is neither, the script is empty. The views are of the
// files'.
[[nodiscard]] auto service_scripts(std::span<const SqlFile> files) -> std::vector<Script>;

}  // namespace strata::data

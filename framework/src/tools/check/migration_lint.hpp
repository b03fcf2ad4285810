#pragma once
// What is dangerous in a migration of a database that is in use (docs/migrations.md). A line
// `-- allow: RULE` before a statement says that it is meant. Pure.
#include <string>
#include <string_view>
#include <vector>

#include "tools/model/diagnostics.hpp"

namespace strata::tools::check {

// `ALTER TABLE table DROP COLUMN column`; an empty column: `DROP TABLE table`.
struct Dropped {
    std::string table{};
    std::string column{};
    Location location{};
};

// Of what `text` drops, without what it allows.
[[nodiscard]] auto dropped_in(std::string_view text, const std::string& file)
    -> std::vector<Dropped>;

enum class Engine { any, postgres };

// The rules of every engine, and of PostgreSQL those about locks too.
void lint_migration(std::string_view text, const std::string& file, Engine engine,
                    Diagnostics& diagnostics);

}  // namespace strata::tools::check

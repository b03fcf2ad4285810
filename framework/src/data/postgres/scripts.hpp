#pragma once
// Applies scripts to a PostgreSQL database, each once, and keeps the record in strata_migrations.
// Blocks: on a worker, or in a command.
#include <atomic>
#include <span>
#include <vector>

#include "data/postgres/target.hpp"
#include "strata/data/migrations.hpp"

namespace strata::data::postgres {

// Each script is one transaction, unless it says `-- no-transaction`; all under a lock of the
// database, so that processes that start together apply each once. Throws DatabaseError: a script
// that fails (and is undone), or one that was edited after it was applied; interrupted when `stop`
// became true meanwhile.
void apply_scripts(const Target& target, std::span<const Script> scripts,
                   const std::atomic<bool>& stop);

// strata::data::migrate() of the database at `target`.
[[nodiscard]] auto migrate(const Target& target, std::span<const Script> scripts, Migration action)
    -> std::vector<ScriptStatus>;

}  // namespace strata::data::postgres

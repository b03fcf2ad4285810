#pragma once
// The scripts of a service against a database: what `migrate` shows and does (docs/migrations.md).
// Each function opens a connection of its own, blocks, and closes it; any thread. A start applies
// scripts by itself (Database::start).
//
// Errors: DatabaseError with one line: the database can't be opened, a script fails (its line is
// named), was edited after it was applied, or is late.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "strata/data/options.hpp"
#include "strata/data/statement.hpp"

namespace strata::data {

enum class ScriptState : std::uint8_t {
    applied,
    pending,  // the database has not had it yet
    late,     // pending, and a migration with a higher number was applied
    edited,   // it is not the text that was applied
    unknown,  // it was applied, and there is no such script: a newer version was here
    fits,     // pending, and a dry run of it succeeded
    untried,  // pending, and a dry run can't tell: `-- no-transaction`, or after such a script
};

struct ScriptStatus {
    std::string name{};
    ScriptState state = ScriptState::pending;
};

enum class Migration : std::uint8_t {
    status,   // looks
    up,       // applies what is pending, as a start does
    dry_run,  // runs what is pending in a transaction that is rolled back
};

// The scripts in their order, then the unknown ones, as they are afterwards. `status` and `dry_run`
// leave the database as it is, and do not make one.
[[nodiscard]] auto migrate(const DatabaseOptions& options, std::span<const Script> scripts,
                           Migration action) -> std::vector<ScriptStatus>;

[[nodiscard]] auto to_string(ScriptState state) noexcept -> std::string_view;

}  // namespace strata::data

#pragma once
// AlterTable: `ALTER TABLE orders ADD note text, DROP count` as its parts. Pure.
#include <optional>
#include <string>
#include <vector>

#include "tools/check/script_statements.hpp"

namespace strata::tools::check {

// One of its parts: of `ADD COLUMN IF NOT EXISTS note text` the words are ADD note text.
struct AlterAction {
    ScriptWords words{};
    ScriptWords outline{};  // without what stands in parentheses

    [[nodiscard]] auto adds_column() const -> bool;
    [[nodiscard]] auto adds_constraint() const -> bool;
    [[nodiscard]] auto alters_column() const -> bool;
    [[nodiscard]] auto drops_column() const -> bool;
    // Of a column that is added, altered or dropped.
    [[nodiscard]] auto column() const -> std::string { return words.name(1); }
};

struct AlterTable {
    std::string table{};
    std::vector<AlterAction> actions{};
};

// Nothing of another statement.
[[nodiscard]] auto alter_table(const ScriptWords& statement) -> std::optional<AlterTable>;

}  // namespace strata::tools::check

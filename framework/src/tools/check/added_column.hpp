#pragma once
// What adding a column to a table that has rows means. Pure.
#include "tools/check/alter_table.hpp"

namespace strata::tools::check {

// REQUIRES of each: action.adds_column().

// NOT NULL, and without a value for the rows that there are.
[[nodiscard]] auto lacks_default(const AlterAction& action) -> bool;
// Its value is computed for each row: a DEFAULT with a function that is not known to give the same
// for all of them, serial, GENERATED.
[[nodiscard]] auto fills_each_row(const AlterAction& action) -> bool;
// REFERENCES, CHECK.
[[nodiscard]] auto checks_rows(const AlterAction& action) -> bool;
// UNIQUE, PRIMARY KEY.
[[nodiscard]] auto makes_key(const AlterAction& action) -> bool;

}  // namespace strata::tools::check

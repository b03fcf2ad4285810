#pragma once
// The names that a CREATE TABLE gives to its UNIQUE and PRIMARY KEY constraints, which SQLite
// itself forgets. Pure.
#include <string>
#include <string_view>
#include <vector>

namespace strata::data::sqlite {

struct DeclaredConstraint {
    std::string name{};
    std::vector<std::string> columns{};
};

// `sql` is a CREATE TABLE that SQLite has accepted, as sqlite_schema keeps it.
[[nodiscard]] auto declared_constraints(std::string_view sql) -> std::vector<DeclaredConstraint>;

}  // namespace strata::data::sqlite

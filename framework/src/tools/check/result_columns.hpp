#pragma once
// The columns that a prepared statement gives, against those that its query declares: types, and
// NULL where the member takes none. Pure.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "strata/data/statement.hpp"
#include "tools/model/diagnostics.hpp"
#include "tools/sql/typed_query.hpp"

namespace strata::tools::check {

struct ResultColumn {
    std::string name{};
    std::string table{};   // that it is a column of; empty: an expression
    std::string origin{};  // its name there, where SQLite tells
    bool nullable = true;
    bool of_view = false;  // maybe through a view, of whose joins `nullable` knows nothing
    std::string type{};    // for people; empty: not known
    bool fits = true;      // the type, into the declared one
};

// How a value of the type is stored.
[[nodiscard]] auto stored_type(Kind kind) -> data::Type;
// The declared column of a result's column; null if there is none.
[[nodiscard]] auto declared_column(const sql::TypedQuery& query, std::string_view name)
    -> const sql::TypedField*;
// As contracts write it: "integer", "uuid".
[[nodiscard]] auto contract_name(const Type& type) -> std::string;

// `text` is the engine's, and `engine` its name.
void check_columns(const sql::TypedQuery& query, const sql::QueryText& text,
                   std::string_view engine, const std::vector<ResultColumn>& columns,
                   Diagnostics& diagnostics);

}  // namespace strata::tools::check

#pragma once
// The C++ function of one query: its declaration and its call of Db. Pure.
#include <string>

#include "tools/sql/typed_query.hpp"

namespace strata::tools::sql {

// "auto find_order(strata::Db& db, ...) -> strata::Task<...>", in lines of at most 100 columns.
[[nodiscard]] auto function_head(const TypedQuery& query) -> std::string;
// "return db.optional(statements::find_order, &detail::order_from, id);"
[[nodiscard]] auto function_body(const TypedQuery& query, const std::string& row_reader)
    -> std::string;

// The struct of a query with columns of its own.
[[nodiscard]] auto row_struct(const std::string& name, const std::vector<TypedField>& fields)
    -> std::string;
// The function that gives a batch the members of one row: `bind_insert_lines`.
[[nodiscard]] auto batch_binder(const TypedQuery& query) -> std::string;

}  // namespace strata::tools::sql

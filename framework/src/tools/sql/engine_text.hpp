#pragma once
// The text of a query as an engine takes it: with the number of each parameter, ?1 or $1, and
// without the marks of aliases. A list is one parameter, whatever it holds:
//
//     id IN (:ids...)        id IN (SELECT value FROM json_each(?1))        id = ANY ($1)
//     id NOT IN (:ids...)    id NOT IN (SELECT value FROM json_each(?1))    id <> ALL ($1)
//
// So is each column of a batch on PostgreSQL, while SQLite runs the statement for each row:
//
//     VALUES (:id, lower(:title))    SELECT batch."id", ... FROM unnest($1, $2) AS batch ("id",
//     ...)
//
// Pure.
#include <string>
#include <string_view>
#include <vector>

#include "tools/sql/query.hpp"

namespace strata::tools::sql {

enum class SqlEngine { sqlite, postgres };

struct ParameterOrder {
    std::vector<std::string> names{};  // by their numbers, from 1
    bool batch = false;
};

[[nodiscard]] auto engine_text(const QueryText& text, SqlEngine engine, const ParameterOrder& order)
    -> std::string;

// "": what it says can be given to both engines. Else what is wrong with its lists.
[[nodiscard]] auto list_error(std::string_view source) -> std::string;
// The same of what must be the INSERT of a batch.
[[nodiscard]] auto batch_error(std::string_view source) -> std::string;

}  // namespace strata::tools::sql

#pragma once
// TypedQuery: a query whose parameters and columns have the types of the contracts.
//
// A parameter's type is, in this order: what the list in the header declares; the member of that
// name of the type in parentheses, `(Message)`; without either, the member or column of that name
// of the result. Columns and parameters are the snake_case names of members. A result type's every
// member is a column.
#include <optional>
#include <string>
#include <vector>

#include "tools/model/diagnostics.hpp"
#include "tools/model/model.hpp"
#include "tools/sql/engine_text.hpp"
#include "tools/sql/query.hpp"

namespace strata::tools::sql {

struct TypedField {
    std::string sql_name{};
    std::string cpp_name{};
    Type type{};  // never nullable: `nullable` says so
    bool nullable = false;
    bool list = false;  // a parameter that takes any number of them

    // Held as JSON: an object, a list, a map of a contract.
    [[nodiscard]] auto is_document() const noexcept -> bool { return !type.is_scalar(); }
    [[nodiscard]] auto cpp_type() const -> std::string;  // std::optional or std::vector included
};

struct TypedQuery {
    std::string name{};
    QueryKind kind = QueryKind::execute;
    Location location{};
    std::vector<std::string> description{};
    QueryText sqlite{};  // empty: not for this engine
    QueryText postgres{};
    bool writes = true;                    // as SQLite tells; true where it can't
    const Definition* argument = nullptr;  // parameters are its members
    bool batch = false;                    // many rows of the argument, or of the parameters
    std::vector<TypedField> parameters{};  // in the order of their numbers
    const Definition* row = nullptr;       // the result's struct
    bool own_row = false;                  // the result is a struct of the query's own
    std::vector<TypedField>
        columns{};  // in the order of the struct's constructor; one of a plain result

    [[nodiscard]] auto parameter_order() const -> ParameterOrder;
    // "schemas::orders::Order", "InsertLinesItem": one row of a batch.
    [[nodiscard]] auto item_type() const -> std::string;
    // "schemas::orders::Order", "TotalsRow", "std::int64_t"; empty of :execute.
    [[nodiscard]] auto row_type() const -> std::string;
};

// The queries of one module: the common file's, and those of the engines' own files. Errors are
// told; a query with an error is left out. `scope` is null if there is no contract of that name.
struct QueryFiles {
    std::vector<Query> common{};
    std::vector<Query> sqlite{};
    std::vector<Query> postgres{};
};
[[nodiscard]] auto type_queries(const QueryFiles& files, const Model& model, const Module* scope,
                                Diagnostics& diagnostics) -> std::vector<TypedQuery>;

}  // namespace strata::tools::sql

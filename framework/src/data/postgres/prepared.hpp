#pragma once
// Prepared: what a connection knows of a statement that it has prepared.
#include <exception>
#include <string>
#include <vector>

#include "data/postgres/types.hpp"
#include "strata/data/statement.hpp"

struct pg_result;

namespace strata::data::postgres {

struct PreparedColumn {
    int position = 0;  // in the SQL's row
    Oid type = 0;
};

struct Prepared {
    std::string name{};
    std::vector<PreparedColumn> columns{};  // as declared
    bool described = false;
    bool stale = false;            // to be prepared again, under a new name
    std::exception_ptr failure{};  // why it could not be prepared
};

// Finds the declared columns in those of the result. Throws the DatabaseError that says what
// disagrees.
void describe(const Statement& statement, const pg_result& result, Prepared& prepared);
// The same for the description of a statement without rows: its parameters.
void check_parameters(const Statement& statement, const pg_result& description);

// "db/orders.sql:12: orders.find_order"
[[nodiscard]] auto where(const Statement& statement) -> std::string;

}  // namespace strata::data::postgres

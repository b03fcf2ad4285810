#pragma once
// PostgreSQL's errors as DatabaseError.
#include <string>
#include <string_view>

#include "strata/data/error.hpp"

struct pg_result;

namespace strata::data::postgres {

// "cached plan must not change result type": the statement fits, once it is prepared again.
[[nodiscard]] auto is_stale_plan(const pg_result& result) -> bool;
// The error in a failed result; `where` names the statement.
[[nodiscard]] auto failure_of(const pg_result& result, std::string_view where) -> DatabaseError;
[[nodiscard]] auto kind_of(std::string_view sqlstate) -> ErrorKind;
// The result's SQLSTATE; "" without one.
[[nodiscard]] auto sqlstate_of(const pg_result& result) -> std::string_view;
// A refusal in one_line() that time does not cure: a wrong password, no such database.
[[nodiscard]] auto is_final_refusal(std::string_view reason) -> bool;
// libpq's messages have line breaks and tabs: one space for each run of white space.
[[nodiscard]] auto one_line(std::string_view message) -> std::string;

}  // namespace strata::data::postgres

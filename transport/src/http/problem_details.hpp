#pragma once
// Problem details (RFC 9457): the body of an error answer, with the extensions `code`, `errors`
// ([{pointer, code, message}]), `data` and `id`. Pure; any thread.
#include <exception>
#include <string>

#include "http/parse/refusal.hpp"
#include "strata/contract/call.hpp"

namespace strata::http {

void append_problem_details(const contract::Problem& problem, std::string& out);

}  // namespace strata::http

#pragma once
// Parameters of a call as one JSON object, out of a path, a query and a body. Pure; any thread.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/router.hpp"
#include "strata/contract/call.hpp"
#include "strata/contract/method.hpp"

namespace strata::protocol {

// A path or query value as JSON by the schema of its parameter: numbers and booleans as they are if
// they are such literals, else as a string, so that the decoder reports the wrong type with its
// pointer.
void append_coerced(contract::Coercion coercion, std::string_view value, std::string& out);

// Splices path and query values and the members of `body` (a JSON object, or nothing). What is
// malformed in the body is left for the decoder to report, and so is a member of the body that the
// path or the query gave. A query value for a name that the path or an earlier pair gave is left
// out, and told: a problem each, at most 16.
struct ParameterSources {
    std::string_view path{};
    const http::RouteMatch* match = nullptr;
    std::string_view query{};
    std::string_view body{};
};
[[nodiscard]] auto append_parameters(const contract::Method& method,
                                     const ParameterSources& sources, std::string& out)
    -> std::vector<json::Problem>;

}  // namespace strata::protocol

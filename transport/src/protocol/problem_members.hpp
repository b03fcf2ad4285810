#pragma once
// What a problem carries besides its code and message, as members of an open JSON object: id, data,
// errors, retryAfter (seconds). Pure; any thread.
#include <chrono>
#include <optional>

#include "strata/contract/call.hpp"
#include "strata/json/writer.hpp"

namespace strata::protocol {

void write_problem_members(json::Writer& writer, const contract::Problem& problem,
                           std::optional<std::chrono::seconds> retry_after);

}  // namespace strata::protocol

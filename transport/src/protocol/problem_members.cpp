#include "protocol/problem_members.hpp"

namespace strata::protocol {

void write_problem_members(json::Writer& writer, const contract::Problem& problem,
                           std::optional<std::chrono::seconds> retry_after) {
    contract::write_problem_details(writer, problem);
    if (!retry_after) return;
    writer.literal_key("\"retryAfter\":");
    writer.value(static_cast<std::int64_t>(retry_after->count()));
}

}  // namespace strata::protocol

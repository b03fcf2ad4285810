#pragma once
// MethodStatistics: what became of the calls of one method, since the start. Plain integers; loop
// thread only.
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "strata/metrics/metrics.hpp"

namespace strata::contract {

enum class Outcome : std::uint8_t {
    ok,
    declared,      // an error that the contract declares
    invalid,       // 400, 413, 422
    denied,        // 401, 403
    limited,       // 429
    in_use,        // 409: another call holds the idempotency key
    overloaded,    // 503: a queue, the worker pool or the database
    late,          // 504
    disconnected,  // the client is gone
    cut,           // 503: the process ends
    failed,        // 500
};
inline constexpr std::size_t outcomes = 11;

[[nodiscard]] auto to_string(Outcome outcome) noexcept -> std::string_view;

struct MethodStatistics {
    std::array<std::uint64_t, outcomes> ended{};  // by Outcome
    std::uint64_t retries = 0;  // handlers run again after a conflict in the database
    std::uint64_t replays = 0;  // answers given again for an idempotency key
    std::uint32_t in_flight = 0;
    metrics::Histogram durations{metrics::duration_bounds};  // of all that ended

    [[nodiscard]] auto count(Outcome outcome) const noexcept -> std::uint64_t {
        return ended[static_cast<std::size_t>(outcome)];
    }
};

}  // namespace strata::contract

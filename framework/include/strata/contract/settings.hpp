#pragma once
// LimitsSettings: what a call may take where its contract doesn't say. ContractSettings: how
// strictly contracts are kept. Plain values; see strata/config/section.hpp.
#include <chrono>
#include <cstdint>
#include <string_view>

#include "strata/config/section.hpp"
#include "strata/config/size.hpp"

namespace strata::contract {

struct LimitsSettings {
    static constexpr std::string_view section = "limits";

    std::chrono::milliseconds timeout{30'000};
    config::Size body = 64U << 10U;
    std::uint32_t depth = 64;
    std::uint32_t concurrency = 1'000;
    std::uint32_t queue = 10'000;
    std::chrono::milliseconds queue_timeout{5'000};
    std::chrono::milliseconds loop_lag{1'000};  // 0: none
    std::uint32_t rate_per_ip = 0;
    std::chrono::seconds rate_window{60};
    std::chrono::seconds idempotency_retention{24 * 3600};

    static void describe(config::Section<LimitsSettings>& keys);
};

struct ContractSettings {
    static constexpr std::string_view section = "contract";

    bool validate_results = false;

    static void describe(config::Section<ContractSettings>& keys);
};

}  // namespace strata::contract

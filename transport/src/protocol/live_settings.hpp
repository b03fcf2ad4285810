#pragma once
// LiveSettings: what one connection of the live protocols may take (section "live"), Metacom's and
// JSON-RPC's. A plain value; read on the loop thread.
#include <cstdint>
#include <string_view>

#include "strata/config/section.hpp"
#include "strata/config/size.hpp"

namespace strata::protocol {

struct LiveSettings {
    static constexpr std::string_view section = "live";
    static void describe(config::Section<LiveSettings>& keys);

    std::uint32_t calls = 64;
    std::uint32_t batch = 100;
    config::Size batch_answer = 1U << 20U;
    std::uint32_t streams = 16;
    config::Size stream_buffer = 1U << 20U;
};

}  // namespace strata::protocol

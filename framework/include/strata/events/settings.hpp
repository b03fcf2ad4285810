#pragma once
// EventsSettings: what is kept of events for clients that come back. Plain values; see
// strata/config/section.hpp.
#include <chrono>
#include <string_view>

#include "strata/config/section.hpp"
#include "strata/config/size.hpp"

namespace strata::events {

struct EventsSettings {
    static constexpr std::string_view section = "events";

    std::chrono::milliseconds retention{120'000};  // 0: none
    config::Size retained = 16U << 20U;
    std::chrono::milliseconds poll{1'000};

    static void describe(config::Section<EventsSettings>& keys);
};

}  // namespace strata::events

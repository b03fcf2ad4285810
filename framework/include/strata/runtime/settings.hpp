#pragma once
// The sections of the runtime itself: workers, start, drain, watchdog, pool, database. Plain
// values.
#include <chrono>
#include <cstdint>

#include "strata/config/section.hpp"
#include "strata/data/options.hpp"
#include "strata/loop/worker_pool.hpp"

namespace strata::runtime {

struct WorkersSettings {
    static constexpr std::string_view section = "workers";
    static void describe(config::Section<WorkersSettings>& keys);

    std::uint32_t count = 1;
};

struct StartSettings {
    static constexpr std::string_view section = "start";
    static void describe(config::Section<StartSettings>& keys);

    std::chrono::milliseconds timeout{60'000};
};

struct DrainSettings {
    static constexpr std::string_view section = "drain";
    static void describe(config::Section<DrainSettings>& keys);

    std::chrono::milliseconds delay{5'000};
    std::chrono::milliseconds timeout{25'000};
    std::chrono::milliseconds hang{10'000};
};

struct WatchdogSettings {
    static constexpr std::string_view section = "watchdog";
    static void describe(config::Section<WatchdogSettings>& keys);

    std::chrono::milliseconds stall{250};
};

struct PoolSettings {
    static constexpr std::string_view section = "pool";
    static void describe(config::Section<PoolSettings>& keys);

    WorkerPoolOptions options{};
};

struct DatabaseSettings {
    static constexpr std::string_view section = "database";
    static void describe(config::Section<DatabaseSettings>& keys);

    data::DatabaseOptions options{};
};

}  // namespace strata::runtime

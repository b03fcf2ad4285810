#pragma once
// RunningService: everything of a service under test that lives on its loop's thread. Made, run
// and destroyed there.
#include <future>
#include <memory>
#include <string>

#include "runtime/core.hpp"
#include "strata/config/settings.hpp"
#include "strata/contract/registry.hpp"
#include "strata/http/server.hpp"
#include "strata/loop/event.hpp"
#include "strata/loop/event_loop.hpp"
#include "strata/loop/task_group.hpp"
#include "strata/runtime/health.hpp"
#include "strata/security/ids.hpp"
#include "strata/testing/service.hpp"
#include "testing/fake_clock.hpp"

namespace strata::testing {

// The configuration of a test: config/default.json, config/test.json, the options. `database_url`
// is set over all of them, if it isn't empty. Throws config::ConfigError.
void load_settings(config::Settings& settings, const contract::Registry& registry,
                   const Options& options, const std::string& database_url);

class RunningService final {
  public:
    RunningService(const contract::Registry& registry, const Options& options,
                   const std::string& database_url);
    RunningService(const RunningService&) = delete;
    auto operator=(const RunningService&) -> RunningService& = delete;

    // Until stop(). `started` gets the service, or what it could not start for.
    void run(std::promise<RunningService*>& started);
    void stop() { stop_.set(); }

    EventLoop loop{};
    config::Settings settings{};
    FakeClock clock;
    SeededRandom random;
    security::UuidV7 ids{clock, random};
    runtime::Health health{};
    runtime::Core core;
    std::unique_ptr<http::Server> server{};
    TaskGroup tasks{loop};

  private:
    [[nodiscard]] auto live(std::promise<RunningService*>& started) -> Task<>;
    [[nodiscard]] auto start() -> Task<>;
    [[nodiscard]] auto end() -> Task<>;
    void listen();

    const contract::Registry& registry_;
    const Options& options_;
    AsyncEvent stop_{};
};

}  // namespace strata::testing

#pragma once
// What an Application owns, in the order in which it is made; for the runtime's own sources.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/command_line.hpp"
#include "runtime/core.hpp"
#include "runtime/hooks.hpp"
#include "runtime/scheduler.hpp"
#include "runtime/signals.hpp"
#include "runtime/worker_place.hpp"
#include "strata/application.hpp"
#include "strata/contract/registry.hpp"
#include "strata/log/log.hpp"
#include "strata/log/settings.hpp"
#include "strata/metrics/registry.hpp"
#include "strata/runtime/settings.hpp"

namespace strata {

namespace runtime {
class Service;
}

class Application::Implementation final {
  public:
    Implementation(const contract::Registry& of_service, int argc, char** argv);

    [[nodiscard]] auto run() -> int;
    [[nodiscard]] auto sources() const -> config::Sources;
    // The last line of a process that fails.
    void tell(std::string_view problem) const;

    runtime::Signals signals{};  // first: before anything that may make a thread
    const contract::Registry& registry;
    std::vector<const char*> arguments{};
    runtime::CommandLine line{};

    config::Settings settings{};
    const log::Settings& log_settings = settings.section<log::Settings>();
    const runtime::WorkersSettings& workers = settings.section<runtime::WorkersSettings>();
    const runtime::StartSettings& start = settings.section<runtime::StartSettings>();
    const runtime::DrainSettings& drain = settings.section<runtime::DrainSettings>();
    const runtime::WatchdogSettings& watchdog = settings.section<runtime::WatchdogSettings>();

    metrics::Registry metrics{};
    runtime::Health health{};
    EventLoop loop{};
    runtime::Core core;
    runtime::Hooks hooks{};
    runtime::Scheduler scheduler;
    std::vector<runtime::Listener*> listeners{};
    std::vector<runtime::SocketOpener> openers{};
    std::optional<runtime::WorkerPlace> place{};  // if this process is one of several workers
    std::vector<std::function<void()>> on_reload{};
    runtime::Service* service = nullptr;  // while it serves

  private:
    [[nodiscard]] auto drain_delay() const -> std::chrono::milliseconds;
    [[nodiscard]] auto serve() -> int;
    [[nodiscard]] auto serve(std::string& problem) -> int;
    // The same for the first process of several, which serves nothing itself.
    [[nodiscard]] auto supervise(std::string& problem) -> int;
    // The last lines of a process, on the way to its exit code.
    [[nodiscard]] auto finish(int code, const std::string& problem) const -> int;
    void reload();
    // False: the configuration is refused.
    auto reload_settings() -> bool;
};

}  // namespace strata

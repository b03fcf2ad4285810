#pragma once
// Application: the life of a service's process, from its first instruction to its exit code.
// main.cpp makes one, attaches its listeners and returns what run() returns:
//
//     int main(int argc, char** argv) {
//         strata::Application application(service::registry(), argc, argv);
//         strata::http::Server server(application);
//         return application.run();
//     }
//
// The constructor blocks the signals that it will handle and reads the command line, nothing else:
// no file, no thread. run() takes the subcommand; `serve` starts configuration, logs, worker pool,
// database, start hooks and listeners, in that order, says ready, and after SIGTERM or SIGINT stops
// them in reverse (docs/operations.md).
//
// Everything here is for the main thread, which is the loop's. What belongs to a step
// (dispatcher(), database()) may be used from that step on; a listener's constructor only
// registers.
#include <functional>
#include <memory>

#include "strata/config/settings.hpp"
#include "strata/runtime/health.hpp"
#include "strata/runtime/hook.hpp"
#include "strata/runtime/listener.hpp"
#include "strata/runtime/scheduled_job.hpp"
#include "strata/runtime/worker_sockets.hpp"

namespace strata {

class EventLoop;
class WorkerPool;
namespace contract {
class Dispatcher;
struct Registry;
}  // namespace contract
namespace data {
class Database;
}
namespace events {
class LocalBus;
}
namespace metrics {
class Registry;
}

class Application final {
  public:
    Application(const contract::Registry& registry, int argc, char** argv);
    Application(const Application&) = delete;
    auto operator=(const Application&) -> Application& = delete;
    ~Application();

    // Before run(). Listeners start in this order, and are not owned.
    void attach(runtime::Listener& listener);
    void attach(runtime::Hook hook);
    // Also from a start hook: it begins with "ready".
    void attach(runtime::ScheduledJob job);
    // Opens a listener's sockets for several workers, in the process that starts them.
    void attach(runtime::SocketOpener opener);
    // The values of a section (strata/config/section.hpp); defaults until run() has read the
    // configuration, which is before any start(). The reference is good for the Application's life.
    template <class T>
    [[nodiscard]] auto settings() -> const T& {
        return settings_registry().section<T>();
    }

    // Called on the loop after a SIGHUP took over changed keys (those described as live()).
    void on_reload(std::function<void()> changed);

    // The exit code of the process.
    [[nodiscard]] auto run() -> int;

    [[nodiscard]] auto settings_registry() -> config::Settings&;
    [[nodiscard]] auto registry() const -> const contract::Registry&;
    [[nodiscard]] auto loop() -> EventLoop&;
    [[nodiscard]] auto metrics() -> metrics::Registry&;
    [[nodiscard]] auto health() -> runtime::Health&;

    // Which of several workers (workers.count) this process is, from 1 on; 0: it is the only one.
    // From the first start() on.
    [[nodiscard]] auto worker() const -> unsigned;

    // There from the step before the start hooks until the last listener is gone (std::logic_error
    // otherwise).
    [[nodiscard]] auto workers() -> WorkerPool&;
    [[nodiscard]] auto database() -> data::Database&;
    [[nodiscard]] auto bus() -> events::LocalBus&;
    [[nodiscard]] auto dispatcher() -> contract::Dispatcher&;

    class Implementation;  // of the runtime's own sources

  private:
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace strata

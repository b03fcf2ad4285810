#pragma once
// Core: what a call needs, whoever makes it: worker pool, database, bus, dispatcher. Opened and
// closed on the loop's thread, in this order and its reverse.
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "strata/contract/dispatcher.hpp"
#include "strata/data/database.hpp"
#include "strata/events/bus.hpp"
#include "strata/events/settings.hpp"
#include "strata/loop/event_loop.hpp"
#include "strata/loop/worker_pool.hpp"
#include "strata/runtime/settings.hpp"

namespace strata::config {
class Settings;
}

namespace strata::runtime {

// db/create.sql and db/migrations/*.sql of the service, in order, each with its engine's variant.
[[nodiscard]] auto service_scripts(const contract::Registry& registry) -> std::vector<data::Script>;

class Core final {
  public:
    // Adds its sections to the settings.
    Core(const contract::Registry& registry, config::Settings& settings, EventLoop& loop);

    // Whether the service needs one: it has SQL of its own, methods with an idempotency key, or a
    // database.url.
    [[nodiscard]] auto has_database() const -> bool;

    void open_workers();
    // REQUIRES: open_workers(). Throws DatabaseError with one line.
    [[nodiscard]] auto open_database() -> Task<>;
    void open_dispatcher();
    // Events of before this process began, and those of other processes.
    [[nodiscard]] auto open_events() -> Task<>;
    // What open_database() was waiting for when it failed; "": nothing.
    [[nodiscard]] auto start_problem() const noexcept -> const std::string& {
        return start_problem_;
    }

    // What a database that is closed, or that did not open, still does beside the loop and can't be
    // interrupted in; "": nothing. It outlives the loop then: the process ends without unwinding.
    [[nodiscard]] auto held_up_by() const -> std::string;

    // Before open_dispatcher(): instead of the system's. They outlive it.
    void use(security::Clock& clock, security::Random& random, security::Ids& ids);

    // After a reload of the settings.
    void apply_limits();

    // The calls that have not ended at `deadline`, though they were cancelled: "mail/send
    // (12.3 s)".
    [[nodiscard]] auto cut_calls(EventLoop::TimePoint deadline) -> Task<std::vector<std::string>>;

    // Each only what was opened. REQUIRES: no call is in flight.
    [[nodiscard]] auto close_dispatcher() -> Task<>;
    // The names of the jobs that were late; then the pool stays.
    [[nodiscard]] auto close_workers(std::chrono::milliseconds grace)
        -> Task<std::vector<std::string>>;
    [[nodiscard]] auto close_database() -> Task<>;

    // Each a std::logic_error while it is not open.
    [[nodiscard]] auto workers() -> WorkerPool&;
    [[nodiscard]] auto database() -> data::Database&;
    [[nodiscard]] auto dispatcher() -> contract::Dispatcher&;
    [[nodiscard]] auto bus() -> events::LocalBus& { return bus_; }
    // Null while there is none.
    [[nodiscard]] auto find_workers() -> WorkerPool* { return workers_.get(); }
    [[nodiscard]] auto find_database() -> data::Database* { return database_.get(); }
    [[nodiscard]] auto find_dispatcher() -> contract::Dispatcher* { return dispatcher_.get(); }

  private:
    void keep_if_held_up(std::unique_ptr<data::Database> database);

    const contract::Registry& registry_;
    const config::Settings& settings_;
    EventLoop& loop_;
    const PoolSettings& pool_settings_;
    const DatabaseSettings& database_settings_;
    const contract::LimitsSettings& limits_;
    const contract::ContractSettings& contract_;
    const events::EventsSettings& events_;
    const security::SecuritySettings& security_;

    security::Clock* clock_ = nullptr;
    security::Random* random_ = nullptr;
    security::Ids* ids_ = nullptr;
    events::LocalBus bus_{};
    std::unique_ptr<WorkerPool> workers_{};
    std::unique_ptr<data::Database> database_{};
    std::unique_ptr<data::Database> held_up_{};
    std::string start_problem_{};
    std::unique_ptr<contract::Dispatcher> dispatcher_{};
};

}  // namespace strata::runtime

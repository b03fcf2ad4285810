#pragma once
// Dispatcher: takes a call through everything that its contract says, whatever wire it came from.
// Loop thread only.
//
// The order of a call: find -> deadline starts -> rate limit by ip -> session and access -> rate
// limit by account -> decode and validate parameters -> queue -> idempotency claim -> lock ->
// handler -> encode -> commit -> unlock -> deliver events -> answer.
//
// Everything that its parts refer to outlives it. Before it is destroyed: cut(), then run the loop
// until in_flight() is 0, then stop().
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "strata/contract/call.hpp"
#include "strata/contract/catalog.hpp"
#include "strata/contract/registry.hpp"
#include "strata/contract/settings.hpp"
#include "strata/contract/statistics.hpp"
#include "strata/data/statement.hpp"
#include "strata/loop/cancel.hpp"
#include "strata/loop/task.hpp"
#include "strata/security/settings.hpp"

namespace strata {
class EventLoop;
class KeyedLock;
class WorkerPool;
namespace data {
class Database;
}
namespace events {
struct EventsSettings;
class LocalBus;
class Outbox;
}  // namespace events
namespace security {
class Clock;
class Ids;
class Passwords;
class Random;
class RateLimiter;
class Sessions;
}  // namespace security
}  // namespace strata

namespace strata::contract {

class Clients;
class Gate;
class IdempotencyKeys;
class Invocation;

// What a Dispatcher works with. A null clock, random source or source of ids is the system's.
struct Parts {
    Parts(EventLoop& event_loop, WorkerPool& worker_pool, const LimitsSettings& limits_settings,
          const security::SecuritySettings& security_settings)
        : loop(event_loop),
          workers(worker_pool),
          limits(limits_settings),
          security(security_settings) {}

    EventLoop& loop;
    WorkerPool& workers;
    const LimitsSettings& limits;  // read anew for each call, but for apply_limits()
    const security::SecuritySettings& security;
    data::Database* database = nullptr;  // started; null: the service has none
    bool validate_results = false;       // of handlers, against their schemas
    bool shared_database = false;  // other processes write it too: sessions are always read from it
    events::LocalBus* bus = nullptr;                 // null: nobody listens
    const events::EventsSettings* events = nullptr;  // null: the defaults
    security::Clock* clock = nullptr;
    security::Random* random = nullptr;
    security::Ids* ids = nullptr;
};

// A call that is under way, for the drain report and the admin listener.
struct CallInFlight {
    std::string_view module;
    std::string_view method;
    std::string request_id;
    std::string_view stage;
    std::chrono::milliseconds duration{0};
    bool answered = false;  // its client has an answer, but a worker still runs for it
};

class Dispatcher final {
  public:
    // Throws std::logic_error for a registry that can't be served (two methods of one name, an
    // idempotency key without a database).
    Dispatcher(const Registry& registry, const Parts& parts);
    Dispatcher(const Dispatcher&) = delete;
    auto operator=(const Dispatcher&) -> Dispatcher& = delete;
    ~Dispatcher();

    // "orders" is the newest version, "orders.2" the second. Null: none such.
    [[nodiscard]] auto find(std::string_view module, std::string_view method) const noexcept
        -> const Method*;

    // Fills the reply; never throws. Call and reply stay until the Task ended. Cancel its scope
    // when the client is gone (disconnect) or the process ends (shutdown): it then ends in that
    // turn of the loop, answered as such.
    [[nodiscard]] auto call(Call& call, Reply& reply) -> Task<>;

    // Calls that have not ended, whether or not they are answered: a drain waits for 0.
    [[nodiscard]] auto in_flight() const noexcept -> std::size_t { return in_flight_count_; }
    [[nodiscard]] auto calls_in_flight() -> std::vector<CallInFlight>;
    // Cancels every call under way.
    void cut(CancelReason reason);

    [[nodiscard]] auto catalog() const noexcept -> const Catalog& { return catalog_; }
    [[nodiscard]] auto registry() const noexcept -> const Registry& { return registry_; }
    // REQUIRES: a method of the catalog.
    [[nodiscard]] auto statistics(const Method& method) const noexcept -> const MethodStatistics&;
    [[nodiscard]] auto queue() const noexcept -> const Gate&;
    [[nodiscard]] auto queue(const Method& method) const noexcept -> const Gate&;

    // After a reload of the settings.
    void apply_limits();
    // Deletes expired sessions and idempotency answers, now and every ten minutes until stop(), and
    // events that are not kept any more.
    void start();
    [[nodiscard]] auto stop() -> Task<>;
    [[nodiscard]] auto sweep() -> Task<>;
    // Before clients come: takes the events that are kept for those who come back.
    [[nodiscard]] auto restore_events() -> Task<>;
    // Hands out events of other processes as they come, until stop().
    void follow_events();
    // Null: the service declares no events, or has no database.
    [[nodiscard]] auto outbox() noexcept -> events::Outbox*;

    // The connections that calls come on.
    [[nodiscard]] auto clients() noexcept -> Clients&;
    // Closes those whose session is over; done every half minute after start().
    [[nodiscard]] auto check_clients() -> Task<>;
    [[nodiscard]] auto sessions() noexcept -> security::Sessions&;
    [[nodiscard]] auto passwords() noexcept -> security::Passwords&;
    [[nodiscard]] auto rate_limiter() noexcept -> security::RateLimiter&;
    [[nodiscard]] auto workers() noexcept -> WorkerPool&;
    [[nodiscard]] auto clock() noexcept -> security::Clock&;
    [[nodiscard]] auto ids() noexcept -> security::Ids&;

    // The framework's own tables, for Database::start() before the service's.
    [[nodiscard]] static auto scripts() -> std::vector<data::Script>;
    [[nodiscard]] static auto statements(bool shared_database)
        -> std::vector<const data::Statement*>;

  private:
    friend class Invocation;
    friend class Running;
    class State;

    [[nodiscard]] auto sweep_outbox() -> Task<>;

    const Registry& registry_;
    const Catalog catalog_;
    std::unique_ptr<State> state_;
    std::size_t in_flight_count_ = 0;
};

}  // namespace strata::contract

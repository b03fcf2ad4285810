#pragma once
// Dispatcher::State: what the calls of a Dispatcher share.
#include <deque>
#include <optional>

#include "strata/contract/clients.hpp"
#include "strata/contract/dispatcher.hpp"
#include "strata/contract/gate.hpp"
#include "strata/contract/idempotency.hpp"
#include "strata/contract/invocation.hpp"
#include "strata/contract/loop_lag.hpp"
#include "strata/events/bus.hpp"
#include "strata/events/outbox.hpp"
#include "strata/loop/keyed_lock.hpp"
#include "strata/loop/task_group.hpp"
#include "strata/loop/timer.hpp"
#include "strata/security/clock.hpp"
#include "strata/security/ids.hpp"
#include "strata/security/passwords.hpp"
#include "strata/security/random.hpp"
#include "strata/security/rate_limiter.hpp"
#include "strata/security/sessions.hpp"

namespace strata::contract {

// One a method.
struct MethodState {
    MethodState(EventLoop& loop, GateLimits limits, std::string full, std::string shown)
        : gate(loop, limits), full_name(std::move(full)), name(std::move(shown)) {}
    Gate gate;
    std::string full_name;  // "mail.1/send"
    std::string name;       // "mail/send", as logs have it
    MethodStatistics statistics{};
};

class Dispatcher::State final {
  public:
    State(const Registry& registry, const Catalog& catalog, const Parts& given);

    [[nodiscard]] auto of(const Catalog& catalog, const Method& method) -> MethodState& {
        return methods[catalog.index(method)];
    }
    [[nodiscard]] auto gate_limits(const Method& method) const -> GateLimits;
    [[nodiscard]] auto global_limits() const -> GateLimits;

    const Parts parts;
    security::SystemClock system_clock{};
    security::SystemRandom system_random{};
    security::Clock& clock;
    security::Random& random;
    security::UuidV7 system_ids;
    security::Ids& ids;
    security::Sessions sessions;
    security::Passwords passwords;
    security::RateLimiter limiter;
    KeyedLock locks;
    std::optional<IdempotencyKeys> idempotency{};
    std::shared_ptr<const Caller> nobody = std::make_shared<const Caller>();
    std::optional<events::Outbox> outbox{};
    Clients clients;
    Gate gate;
    LoopLag lag;
    std::deque<MethodState> methods{};
    IntrusiveList<Invocation> in_flight{};
    Timer sweep_timer;
    Timer session_timer;
    Timer outbox_timer;
    TaskGroup sweeps;
    TaskGroup checks;
    TaskGroup outbox_sweeps;
};

}  // namespace strata::contract

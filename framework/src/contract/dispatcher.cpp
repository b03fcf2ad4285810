#include "strata/contract/dispatcher.hpp"

#include <stdexcept>
#include <utility>

#include "contract/dispatcher_state.hpp"
#include "contract/public_name.hpp"
#include "contract/running.hpp"
#include "strata/data/error.hpp"
#include "strata/log/log.hpp"

namespace strata::contract {

namespace {

constexpr std::chrono::minutes sweep_period{10};
constexpr std::chrono::seconds session_period{30};
constexpr std::chrono::seconds outbox_period{30};

auto store_of(const Parts& parts) -> security::SessionStore {
    return parts.shared_database ? security::SessionStore::shared : security::SessionStore::own;
}

auto events_of(const Parts& parts) -> const events::EventsSettings& {
    static const events::EventsSettings defaults;
    return parts.events != nullptr ? *parts.events : defaults;
}

auto names_of(const Registry& registry) -> std::vector<events::EventName> {
    std::vector<events::EventName> names;
    for (const EventInfo& event : registry.events) names.push_back({event.module, event.name});
    return names;
}

auto make_outbox(const Registry& registry, const Parts& parts, security::Clock& clock)
    -> std::optional<events::Outbox> {
    if (parts.database == nullptr || registry.events.empty()) return std::nullopt;
    return std::optional<events::Outbox>(
        std::in_place,
        events::Outbox::Parts{parts.loop, *parts.database, parts.bus, events_of(parts),
                              names_of(registry), [&clock] { return clock.now(); }});
}

auto full_name(const Method& method) -> std::string {
    return std::string(method.module)
        .append(1, '.')
        .append(std::to_string(method.version))
        .append(1, '/')
        .append(method.name);
}

}  // namespace

Dispatcher::State::State(const Registry& registry, const Catalog& catalog, const Parts& given)
    : parts(given),
      clock(given.clock != nullptr ? *given.clock : system_clock),
      random(given.random != nullptr ? *given.random : system_random),
      system_ids(clock, random),
      ids(given.ids != nullptr ? *given.ids : system_ids),
      sessions(given.database, store_of(given), given.security.session, clock, random),
      passwords(given.workers, given.security.password),
      limiter(random, given.security.rate_buckets),
      outbox(make_outbox(registry, given, clock)),
      clients({registry, given.bus, events_of(given), sessions, clock, ids,
               outbox ? &*outbox : nullptr}),
      gate(given.loop, global_limits()),
      lag(given.loop, given.limits),
      sweep_timer(given.loop, KeepsRunning::no),
      session_timer(given.loop, KeepsRunning::no),
      outbox_timer(given.loop, KeepsRunning::no),
      sweeps(given.loop),
      checks(given.loop),
      outbox_sweeps(given.loop) {
    if (given.database != nullptr) idempotency.emplace(*given.database, clock);
    for (const Method& method : catalog.methods()) {
        if (method.idempotency_key && !idempotency) {
            throw std::logic_error(full_name(method) +
                                   " has an idempotency key, but there is no database");
        }
        methods.emplace_back(given.loop, gate_limits(method), full_name(method),
                             public_name(method));
    }
}

auto Dispatcher::State::global_limits() const -> GateLimits {
    return {parts.limits.concurrency, parts.limits.queue, parts.limits.queue_timeout};
}

// A method without a queue of its own takes three quarters of the global one at most: a slow one
// does not starve the others.
auto Dispatcher::State::gate_limits(const Method& method) const -> GateLimits {
    const QueueLimit& own = method.queue;
    if (own.concurrency == 0) {
        const auto all = parts.limits.concurrency;
        return {all - all / 4, parts.limits.queue, parts.limits.queue_timeout};
    }
    return {own.concurrency, own.size,
            own.timeout.count() > 0 ? own.timeout : parts.limits.queue_timeout};
}

Dispatcher::Dispatcher(const Registry& registry, const Parts& parts)
    : registry_(registry),
      catalog_(registry.methods),
      state_(std::make_unique<State>(registry, catalog_, parts)) {}

Dispatcher::~Dispatcher() = default;

auto Dispatcher::find(std::string_view module, std::string_view method) const noexcept
    -> const Method* {
    return catalog_.find(module, method);
}

auto Dispatcher::call(Call& call, Reply& reply) -> Task<> {
    if (call.method == nullptr) {
        Problem& problem = reply.problem.emplace();
        reply.status = problem.status = 404;
        problem.code = "not_found";
        problem.message = "No such method";
        co_return;
    }
    auto invocation = std::make_unique<Invocation>(*this, call, reply);
    Running running(*invocation);
    co_await running;
    running.leave(std::move(invocation));
}

auto Dispatcher::calls_in_flight() -> std::vector<CallInFlight> {
    std::vector<CallInFlight> calls;
    const auto now = EventLoop::now();
    auto& list = state_->in_flight;
    for (Invocation* at = list.front(); at != nullptr; at = list.after(*at)) {
        const auto duration =
            std::chrono::duration_cast<std::chrono::milliseconds>(now - at->started());
        calls.push_back(CallInFlight{at->method().module, at->method().name,
                                     std::string(at->request_id()), to_string(at->stage()),
                                     duration, at->detached()});
    }
    return calls;
}

void Dispatcher::cut(CancelReason reason) {
    auto& list = state_->in_flight;
    for (Invocation* at = list.front(); at != nullptr; at = list.after(*at)) at->cancel(reason);
}

auto Dispatcher::statistics(const Method& method) const noexcept -> const MethodStatistics& {
    return state_->of(catalog_, method).statistics;
}

auto Dispatcher::queue() const noexcept -> const Gate& { return state_->gate; }

auto Dispatcher::queue(const Method& method) const noexcept -> const Gate& {
    return state_->of(catalog_, method).gate;
}

void Dispatcher::apply_limits() {
    state_->gate.set_limits(state_->global_limits());
    for (const Method& method : catalog_.methods()) {
        state_->of(catalog_, method).gate.set_limits(state_->gate_limits(method));
    }
}

void Dispatcher::start() {
    auto begin = [this] {
        if (state_->sweeps.count() == 0) state_->sweeps.spawn(sweep());
    };
    begin();
    state_->sweep_timer.every(sweep_period, begin);
    state_->session_timer.every(session_period, [this] {
        if (state_->checks.count() == 0) state_->checks.spawn(check_clients());
    });
    if (!state_->outbox) return;
    state_->outbox_timer.every(outbox_period, [this] {
        if (state_->outbox_sweeps.count() == 0) state_->outbox_sweeps.spawn(sweep_outbox());
    });
}

auto Dispatcher::stop() -> Task<> {
    state_->sweep_timer.cancel();
    state_->session_timer.cancel();
    state_->outbox_timer.cancel();
    state_->sweeps.cancel_all(CancelReason::shutdown);
    state_->checks.cancel_all(CancelReason::shutdown);
    state_->outbox_sweeps.cancel_all(CancelReason::shutdown);
    co_await state_->sweeps.wait();
    co_await state_->checks.wait();
    co_await state_->outbox_sweeps.wait();
    if (state_->outbox) co_await state_->outbox->stop();
}

auto Dispatcher::sweep() -> Task<> {
    try {
        auto sessions = co_await state_->sessions.sweep();
        std::int64_t answers = 0;
        if (state_->idempotency) answers = co_await state_->idempotency->sweep();
        log::debug("swept", {{"sessions", sessions}, {"idempotency_answers", answers}});
    } catch (const data::DatabaseError& error) {
        log::warning("expired sessions and answers were not swept", {{"reason", error.what()}});
    }
}

auto Dispatcher::sweep_outbox() -> Task<> {
    try {
        co_await state_->outbox->sweep();
    } catch (const data::DatabaseError& error) {
        // Another process may have swept the same; what is left is for the next time.
        log::debug("events were not swept", {{"reason", error.what()}});
    }
}

auto Dispatcher::restore_events() -> Task<> {
    if (!state_->outbox) co_return;
    const auto events = co_await state_->outbox->load();
    state_->clients.restore(events);
}

void Dispatcher::follow_events() {
    if (state_->outbox) state_->outbox->start();
}

auto Dispatcher::outbox() noexcept -> events::Outbox* {
    return state_->outbox ? &*state_->outbox : nullptr;
}

// What another process or time has ended is found so: an open connection makes no call by itself.
auto Dispatcher::check_clients() -> Task<> {
    try {
        co_await state_->clients.check();
    } catch (const data::DatabaseError& error) {
        log::warning("sessions of clients were not checked", {{"reason", error.what()}});
    }
}

auto Dispatcher::clients() noexcept -> Clients& { return state_->clients; }
auto Dispatcher::sessions() noexcept -> security::Sessions& { return state_->sessions; }
auto Dispatcher::passwords() noexcept -> security::Passwords& { return state_->passwords; }
auto Dispatcher::rate_limiter() noexcept -> security::RateLimiter& { return state_->limiter; }
auto Dispatcher::workers() noexcept -> WorkerPool& { return state_->parts.workers; }
auto Dispatcher::clock() noexcept -> security::Clock& { return state_->clock; }
auto Dispatcher::ids() noexcept -> security::Ids& { return state_->ids; }

auto Dispatcher::scripts() -> std::vector<data::Script> {
    auto all = security::Sessions::scripts();
    for (const data::Script& script : IdempotencyKeys::scripts()) all.push_back(script);
    all.push_back(events::Outbox::script());
    return all;
}

auto Dispatcher::statements(bool shared_database) -> std::vector<const data::Statement*> {
    std::vector<const data::Statement*> all;
    for (const auto* statement : security::Sessions::statements()) all.push_back(statement);
    for (const auto* statement : IdempotencyKeys::statements()) all.push_back(statement);
    for (const auto* statement : events::Outbox::statements(shared_database))
        all.push_back(statement);
    return all;
}

}  // namespace strata::contract

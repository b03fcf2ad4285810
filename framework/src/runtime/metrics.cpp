#include "runtime/metrics.hpp"

#include "contract/public_name.hpp"
#include "strata/contract/clients.hpp"
#include "strata/contract/dispatcher.hpp"
#include "strata/contract/gate.hpp"
#include "strata/events/outbox.hpp"
#include "strata/log/log.hpp"
#include "strata/metrics/process.hpp"

namespace strata::runtime {

namespace {

using metrics::Labels;

auto seconds(std::chrono::nanoseconds duration) -> double {
    return std::chrono::duration<double>(duration).count();
}

void add_loop(metrics::Registry& registry, EventLoop& loop) {
    registry.gauge_from("strata_loop_lag_seconds", "How late the event loop's last tick came.",
                        [&loop] { return seconds(loop.statistics().lag); });
    registry.gauge_from("strata_loop_lag_max_seconds", "The latest tick since the start.",
                        [&loop] { return seconds(loop.statistics().max_lag); });
    registry.counter_from("strata_loop_failures_total", "Exceptions that reached the event loop.",
                          [&loop] { return static_cast<double>(loop.statistics().failures); });
    registry.counter_from("strata_log_dropped_total",
                          "Log lines dropped because the queue was full.",
                          [] { return static_cast<double>(log::dropped()); });
}

// A number of one lane, 0 while there is no pool.
auto lane_number(Core& core, Lane lane, double (*number)(const LaneStatistics&))
    -> std::function<double()> {
    return [&core, lane, number] {
        const WorkerPool* pool = core.find_workers();
        return pool == nullptr ? 0 : number(pool->statistics(lane));
    };
}

void add_lane(metrics::Registry& registry, Core& core, Lane lane, const char* name) {
    const Labels labels{{"lane", name}};
    const auto add_gauge = [&](const char* metric, const char* help, auto number) {
        registry.gauge_from(metric, help, lane_number(core, lane, number), labels);
    };
    const auto add_counter = [&](const char* metric, const char* help, auto number) {
        registry.counter_from(metric, help, lane_number(core, lane, number), labels);
    };
    add_gauge("strata_pool_queued", "Jobs that wait for a worker.",
              [](const LaneStatistics& s) { return static_cast<double>(s.queued); });
    add_gauge("strata_pool_running", "Jobs that run.",
              [](const LaneStatistics& s) { return static_cast<double>(s.running); });
    add_counter("strata_pool_done_total", "Jobs that have returned.",
                [](const LaneStatistics& s) { return static_cast<double>(s.done); });
    add_counter("strata_pool_rejected_total", "Jobs refused because the queue was full.",
                [](const LaneStatistics& s) { return static_cast<double>(s.rejected); });
    add_counter("strata_pool_wait_seconds_total", "Time that jobs waited for a worker.",
                [](const LaneStatistics& s) { return seconds(s.wait_time); });
    add_counter("strata_pool_run_seconds_total", "Time that jobs ran.",
                [](const LaneStatistics& s) { return seconds(s.run_time); });
}

auto database_number(Core& core, double (*number)(const data::Statistics&))
    -> std::function<double()> {
    return [&core, number] {
        const data::Database* database = core.find_database();
        return database == nullptr ? 0 : number(database->statistics());
    };
}

void add_database(metrics::Registry& registry, Core& core) {
    const auto add_counter = [&](const char* metric, const char* help, auto number) {
        registry.counter_from(metric, help, database_number(core, number));
    };
    add_counter("strata_database_statements_total", "Statements run.",
                [](const data::Statistics& s) { return static_cast<double>(s.statements); });
    add_counter("strata_database_failures_total", "Statements that ended with an error.",
                [](const data::Statistics& s) { return static_cast<double>(s.failures); });
    add_counter("strata_database_commits_total", "Units of work that were committed.",
                [](const data::Statistics& s) { return static_cast<double>(s.commits); });
    add_counter("strata_database_rollbacks_total", "Units of work that were rolled back.",
                [](const data::Statistics& s) { return static_cast<double>(s.rollbacks); });
    add_counter("strata_database_refused_total", "Units refused because too many waited.",
                [](const data::Statistics& s) { return static_cast<double>(s.refused); });
    add_counter("strata_database_waited_total", "Units that waited for a connection.",
                [](const data::Statistics& s) { return static_cast<double>(s.waited); });
    add_counter("strata_database_wait_seconds_total", "Time that units waited for a connection.",
                [](const data::Statistics& s) { return seconds(s.wait_time); });
    add_counter("strata_database_lost_connections_total",
                "Connections that were lost, and attempts that failed.",
                [](const data::Statistics& s) { return static_cast<double>(s.lost_connections); });
    const auto add_gauge = [&](const char* metric, const char* help, auto number) {
        registry.gauge_from(metric, help, database_number(core, number));
    };
    add_gauge("strata_database_connections", "Connections that are open.",
              [](const data::Statistics& s) { return static_cast<double>(s.connections); });
    add_gauge("strata_database_in_use", "Connections that a unit of work has for itself.",
              [](const data::Statistics& s) { return static_cast<double>(s.in_use); });
    registry.gauge_from(
        "strata_database_waiting", "Units that wait for a connection.",
        database_number(
            core, [](const data::Statistics& s) { return static_cast<double>(s.writers_waiting); }),
        Labels{{"for", "writer"}});
    registry.gauge_from(
        "strata_database_waiting", "Units that wait for a connection.",
        database_number(
            core, [](const data::Statistics& s) { return static_cast<double>(s.readers_waiting); }),
        Labels{{"for", "reader"}});
}

// A number of one method, 0 while nothing is dispatched.
template <class F>
auto method_number(Core& core, const contract::Method& method, F number)
    -> std::function<double()> {
    return [&core, &method, number] {
        const contract::Dispatcher* dispatcher = core.find_dispatcher();
        return dispatcher == nullptr ? 0 : double{number(dispatcher->statistics(method))};
    };
}

// Those that wait at a gate, 0 while nothing is dispatched.
template <class F>
auto gate_number(Core& core, F gate) -> std::function<double()> {
    return [&core, gate] {
        const contract::Dispatcher* dispatcher = core.find_dispatcher();
        return dispatcher == nullptr ? 0.0 : static_cast<double>(gate(*dispatcher)->waiting());
    };
}

// Of the connected clients, 0 while there is no dispatcher.
template <class F>
auto clients_number(Core& core, F number) -> std::function<double()> {
    return [&core, number] {
        contract::Dispatcher* dispatcher = core.find_dispatcher();
        return dispatcher == nullptr ? 0.0 : static_cast<double>(number(dispatcher->clients()));
    };
}

void add_clients(metrics::Registry& registry, Core& core) {
    using contract::Clients;
    registry.gauge_from(
        "strata_clients_connected", "Connections that speak Metacom or JSON-RPC.",
        clients_number(core, [](const Clients& clients) { return clients.count(); }));
    registry.counter_from(
        "strata_events_delivered_total", "Events handed to connections.",
        clients_number(core, [](const Clients& clients) { return clients.delivered(); }));
    registry.gauge_from(
        "strata_events_retained", "Events kept for clients that come back.",
        clients_number(core, [](const Clients& clients) { return clients.retention().size(); }));
}

// 0 while there is no outbox.
template <class F>
auto outbox_number(Core& core, F number) -> std::function<double()> {
    return [&core, number] {
        contract::Dispatcher* dispatcher = core.find_dispatcher();
        events::Outbox* outbox = dispatcher == nullptr ? nullptr : dispatcher->outbox();
        return outbox == nullptr ? 0.0 : static_cast<double>(number(*outbox));
    };
}

void add_outbox(metrics::Registry& registry, Core& core) {
    using events::Outbox;
    registry.counter_from("strata_outbox_written_total", "Events written to the outbox.",
                          outbox_number(core, [](const Outbox& box) { return box.written(); }));
    registry.counter_from(
        "strata_outbox_published_total",
        "Events that this process handed to its subscribers, its own and others'.",
        [&core] { return static_cast<double>(core.bus().published()); });
    registry.gauge_from("strata_outbox_backlog",
                        "Events of this process that it has not handed to its subscribers yet.",
                        outbox_number(core, [](const Outbox& box) { return box.backlog(); }));
}

void add_method(metrics::Registry& registry, Core& core, const contract::Method& method) {
    const Labels labels{{"method", contract::public_name(method)}};
    for (std::size_t i = 0; i < contract::outcomes; ++i) {
        const auto outcome = static_cast<contract::Outcome>(i);
        Labels with_outcome = labels;
        with_outcome.emplace_back("outcome", to_string(outcome));
        registry.counter_from("strata_calls_total", "Calls that ended, by method and outcome.",
                              method_number(core, method,
                                            [outcome](const contract::MethodStatistics& s) {
                                                return static_cast<double>(s.count(outcome));
                                            }),
                              with_outcome);
    }
    registry.gauge_from("strata_calls_in_flight", "Calls that have not ended.",
                        method_number(core, method,
                                      [](const contract::MethodStatistics& s) {
                                          return static_cast<double>(s.in_flight);
                                      }),
                        labels);
    registry.histogram_from(
        "strata_call_seconds", "How long calls took, from their arrival to their end.",
        [&core, &method]() -> const metrics::Histogram* {
            const contract::Dispatcher* dispatcher = core.find_dispatcher();
            return dispatcher == nullptr ? nullptr : &dispatcher->statistics(method).durations;
        },
        labels);
    registry.gauge_from("strata_calls_queued", "Calls that wait for their turn, of one method.",
                        gate_number(core,
                                    [&method](const contract::Dispatcher& dispatcher) {
                                        return &dispatcher.queue(method);
                                    }),
                        labels);
}

}  // namespace

void add_metrics(metrics::Registry& registry, const contract::Registry& service, EventLoop& loop,
                 Core& core) {
    metrics::add_process_metrics(registry);
    add_loop(registry, loop);
    add_lane(registry, core, Lane::cpu, "cpu");
    add_lane(registry, core, Lane::blocking, "blocking");
    if (core.has_database()) add_database(registry, core);
    registry.gauge_from(
        "strata_queue_waiting", "Calls that wait for their turn in the queue of all methods.",
        gate_number(core,
                    [](const contract::Dispatcher& dispatcher) { return &dispatcher.queue(); }));
    add_clients(registry, core);
    if (core.has_database() && !service.events.empty()) add_outbox(registry, core);
    for (const contract::Method& method : service.methods) add_method(registry, core, method);
}

}  // namespace strata::runtime

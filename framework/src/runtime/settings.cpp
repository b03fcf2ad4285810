#include "strata/runtime/settings.hpp"

namespace strata::runtime {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

void WorkersSettings::describe(config::Section<WorkersSettings>& keys) {
    keys.doc("Processes that serve, each with an event loop of its own (docs/operations.md).");
    keys.key("count", &WorkersSettings::count,
             "How many. Above 1 they share a PostgreSQL database; every limit counts for each.")
        .range(1, 128)
        .flag("workers");
}

void StartSettings::describe(config::Section<StartSettings>& keys) {
    keys.key("timeout", &StartSettings::timeout,
             "How long the start may take, from the database to the listeners.")
        .range(100ms, milliseconds(1h));
}

void DrainSettings::describe(config::Section<DrainSettings>& keys) {
    keys.doc("What happens between SIGTERM and the exit (docs/operations.md).");
    keys.key("delay", &DrainSettings::delay,
             "How long to go on accepting while `/ready` answers 503, so that load balancers learn "
             "of it. On a terminal the default is 0.")
        .range(0ms, milliseconds(10min));
    keys.key("timeout", &DrainSettings::timeout,
             "How long requests in flight may take to finish after that; then they are cut.")
        .range(100ms, milliseconds(1h));
    keys.key("hang", &DrainSettings::hang,
             "How long any later step may take before the process is ended, naming the step.")
        .range(100ms, milliseconds(10min));
}

void WatchdogSettings::describe(config::Section<WatchdogSettings>& keys) {
    keys.key("stall", &WatchdogSettings::stall,
             "A handler that keeps the event loop this long is named in the log; 0 turns it off.")
        .range(0ms, milliseconds(1min))
        .live();
}

void PoolSettings::describe(config::Section<PoolSettings>& keys) {
    keys.doc("Threads for what must not run on the event loop.");
    keys.key(
            "cpuThreads", [](PoolSettings & s) -> auto& { return s.options.cpu_threads; },
            "Threads that compute, such as password hashing; 0: one a core.")
        .range(0, 1'024);
    keys.key(
            "blockingThreads", [](PoolSettings & s) -> auto& { return s.options.blocking_threads; },
            "Threads that wait, for files and the like.")
        .range(1, 1'024);
    keys.key(
            "queue", [](PoolSettings & s) -> auto& { return s.options.queue; },
            "Jobs that may wait in each lane; past it calls are answered 503.")
        .range(1, 1'000'000)
        .beyond("503 `overloaded`");
}

namespace {

// What single queries may do, and what a developer is told of them.
void describe_queries(config::Section<DatabaseSettings>& keys) {
    keys.key(
            "batch", [](DatabaseSettings & s) -> auto& { return s.options.batch; },
            "Rows that one statement inserts at a time; more are an error.")
        .range(1, 1'000'000)
        .beyond("500 `internal_error`");
    keys.key(
            "streamRows", [](DatabaseSettings & s) -> auto& { return s.options.stream_rows; },
            "Rows of a `:stream` that are read ahead of the one who takes them.")
        .range(1, 10'000);
    keys.key(
            "warnRepeats", [](DatabaseSettings & s) -> auto& { return s.options.warn_repeats; },
            "Warn of a statement that runs more often in one unit of work, which one query could "
            "ask at once; 0: never.")
        .range(0, 1'000'000);
    keys.key(
            "warnIdle", [](DatabaseSettings & s) -> auto& { return s.options.warn_idle; },
            "Warn of a write unit that is open and waits for something else than the database; 0: "
            "never.")
        .range(0ms, milliseconds(10min));
}

}  // namespace

void DatabaseSettings::describe(config::Section<DatabaseSettings>& keys) {
    using data::Durability;
    using data::Isolation;
    keys.key(
            "url", [](DatabaseSettings & s) -> auto& { return s.options.url; },
            "`sqlite:PATH`, `sqlite::memory:`, or `postgres://USER@HOST:PORT/DATABASE`.")
        .has_password();
    keys.key(
            "readers", [](DatabaseSettings & s) -> auto& { return s.options.readers; },
            "Connections that single reads share; on SQLite each has a thread.")
        .range(1, 64);
    keys.key(
            "connections", [](DatabaseSettings & s) -> auto& { return s.options.connections; },
            "PostgreSQL: connections for transactions, each for one at a time.")
        .range(1, 1'000);
    keys.key(
            "isolation", [](DatabaseSettings & s) -> auto& { return s.options.isolation; },
            "PostgreSQL: what a write unit sees of others beside it (docs/data.md).")
        .choices({{"readCommitted", Isolation::read_committed},
                  {"repeatableRead", Isolation::repeatable_read},
                  {"serializable", Isolation::serializable}});
    keys.key(
            "slow", [](DatabaseSettings & s) -> auto& { return s.options.slow; },
            "PostgreSQL: a read that takes longer holds up no other behind it.")
        .range(1ms, milliseconds(1min));
    keys.key(
            "snapshots", [](DatabaseSettings & s) -> auto& { return s.options.snapshots; },
            "SQLite: snapshot units at a time.")
        .range(1, 1'024);
    describe_queries(keys);
    keys.key(
            "queue", [](DatabaseSettings & s) -> auto& { return s.options.queue; },
            "Units and statements that may wait; past it calls are answered 503.")
        .range(1, 1'000'000)
        .beyond("503 `database_busy`");
    keys.key(
            "busyTimeout", [](DatabaseSettings & s) -> auto& { return s.options.busy_timeout; },
            "SQLite: how long to wait for a lock that another process holds.")
        .range(0ms, milliseconds(10min))
        .beyond("503 `database_busy`");
    keys.key(
            "durability", [](DatabaseSettings & s) -> auto& { return s.options.durability; },
            "What a commit waits for. `full`: the disk; `normal`: a power failure may take the "
            "newest commits; `off`: it may damage the database.")
        .choices(
            {{"full", Durability::full}, {"normal", Durability::normal}, {"off", Durability::off}});
}

}  // namespace strata::runtime

#pragma once
// A service in a test: a loop, workers, a database in memory, a clock that stands until it is
// moved, and methods as the generator would write them.
#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "strata/contract/dispatcher.hpp"
#include "strata/contract/gate.hpp"
#include "strata/contract/run.hpp"
#include "strata/data/database.hpp"
#include "strata/events/bus.hpp"
#include "strata/events/outbox.hpp"
#include "strata/events/settings.hpp"
#include "strata/loop/event.hpp"
#include "strata/loop/event_loop.hpp"
#include "strata/loop/run_task.hpp"
#include "strata/loop/task_group.hpp"
#include "strata/loop/worker_pool.hpp"
#include "strata/security/clock.hpp"
#include "strata/security/passwords.hpp"
#include "strata/security/sessions.hpp"

namespace world {

class FakeClock final : public strata::security::Clock {
  public:
    auto now() -> strata::Timestamp override {
        now_ = now_ + std::chrono::microseconds(1);
        return now_;
    }
    auto steady() -> std::chrono::steady_clock::time_point override { return steady_; }
    void advance(std::chrono::seconds by) {
        now_ = now_ + by;
        steady_ += by;
    }

  private:
    strata::Timestamp now_ = *strata::Timestamp::parse("2026-01-01T00:00:00Z");
    std::chrono::steady_clock::time_point steady_{std::chrono::hours(1)};
};

struct Settings {
    strata::contract::LimitsSettings limits{};
    strata::security::SecuritySettings security = [] {
        strata::security::SecuritySettings cheap;
        cheap.password.passes = 1;
        cheap.password.memory = 8U << 10U;
        return cheap;
    }();
    bool database = true;
    bool validate_results = false;
    std::vector<strata::contract::EventInfo> declared_events{};
    strata::events::EventsSettings events{};
};

// A call and its answer, with the texts that they refer to.
struct Exchange {
    explicit Exchange(const strata::contract::Method* method, std::string text = "{}")
        : parameters(std::move(text)) {
        call.method = method;
        call.parameters = parameters;
        call.peer = "192.0.2.1";
        call.request_id = "request-1";
    }
    Exchange(const Exchange&) = delete;
    auto operator=(const Exchange&) -> Exchange& = delete;

    auto as(const strata::Caller& who) -> Exchange& {
        call.caller = &who;
        return *this;
    }
    [[nodiscard]] auto code() const -> std::string {
        return reply.problem ? reply.problem->code : "ok";
    }

    std::string parameters;
    std::string out;
    strata::contract::Call call{};
    strata::contract::Reply reply{out};
};

inline constexpr std::string_view create_sql =
    "CREATE TABLE account (id TEXT PRIMARY KEY, balance INTEGER NOT NULL);"
    "CREATE TABLE note (text TEXT NOT NULL CONSTRAINT note_text_key UNIQUE);"
    "INSERT INTO account VALUES ('a', 100);";
inline const strata::data::Script create_script{"db/create.sql", create_sql, create_sql};

inline constexpr strata::data::Column number_column[] = {{"number", strata::data::Type::integer}};
inline constexpr strata::data::Column text_parameter[] = {{"text", strata::data::Type::text}};
inline constexpr strata::data::Column balance_parameter[] = {
    {"balance", strata::data::Type::integer}};
inline constexpr strata::data::Statement get_balance{
    "shop.get_balance",
    "SELECT balance AS number FROM account WHERE id = 'a'",
    "",
    "world.hpp",
    {},
    number_column,
    false};
inline constexpr strata::data::Statement set_balance{
    "shop.set_balance",
    "UPDATE account SET balance = ?1 WHERE id = 'a'",
    "",
    "world.hpp",
    balance_parameter,
    {},
    true};
inline constexpr strata::data::Statement add_note{"shop.add_note",
                                                  "INSERT INTO note (text) VALUES (?1)",
                                                  "",
                                                  "world.hpp",
                                                  text_parameter,
                                                  {},
                                                  true};
inline constexpr strata::data::Statement count_notes{"shop.count_notes",
                                                     "SELECT count(*) AS number FROM note",
                                                     "",
                                                     "world.hpp",
                                                     {},
                                                     number_column,
                                                     false};
inline constexpr strata::data::Statement count_sessions{
    "shop.count_sessions",
    "SELECT count(*) AS number FROM strata_sessions",
    "",
    "world.hpp",
    {},
    number_column,
    false};

class World final {
  public:
    explicit World(std::vector<strata::contract::Method> given_methods, Settings given = {})
        : settings(std::move(given)), methods(std::move(given_methods)) {
        if (settings.database) open_database();
        registry.name = "shop";
        registry.methods = methods;
        registry.events = settings.declared_events;
        strata::contract::Parts parts(loop, workers, settings.limits, settings.security);
        if (database) parts.database = &*database;
        parts.bus = &bus;
        parts.events = &settings.events;
        parts.clock = &clock;
        parts.validate_results = settings.validate_results;
        dispatcher.emplace(registry, parts);
    }
    World(const World&) = delete;
    auto operator=(const World&) -> World& = delete;
    ~World() {
        // A cancelled call whose statement is on its way ends when the database does.
        if (database) strata::run_task(loop, database->close());
        dispatcher.reset();
    }

    auto method(std::string_view name = "act") -> const strata::contract::Method* {
        return dispatcher->find("shop", name);
    }
    // Calls, and runs the loop until the answer is there and nothing is pending.
    void run(Exchange& exchange) {
        strata::run_task(loop, dispatcher->call(exchange.call, exchange.reply));
    }
    // Begins a call, to be ended by a later loop.run(). The scope is its client's.
    void begin(Exchange& exchange, strata::CancelScope& scope) {
        Begun& begun = *begun_.emplace_back(std::make_unique<Begun>());
        begun.work = strata::Work(loop);
        begun.task = dispatcher->call(exchange.call, exchange.reply);
        auto ended = [](void* work) noexcept { static_cast<strata::Work*>(work)->release(); };
        if (begun.task.start(scope, ended, &begun.work)) begun.work.release();
    }
    [[nodiscard]] auto ended(std::size_t index) const -> bool {
        return begun_[index]->task.is_done();
    }
    // The number of rows, or a balance.
    [[nodiscard]] auto number(const strata::data::Statement& statement) -> std::int64_t {
        strata::Db db(*database, strata::Transaction::read);
        return strata::run_task(loop, db.scalar<std::int64_t>(statement));
    }

    Settings settings;
    std::vector<strata::contract::Method> methods;
    FakeClock clock{};
    strata::EventLoop loop{};
    strata::WorkerPool workers{loop, {.cpu_threads = 1, .blocking_threads = 1, .queue = 16}};
    std::optional<strata::data::Database> database{};
    strata::events::LocalBus bus{};
    strata::contract::Registry registry{};
    std::optional<strata::contract::Dispatcher> dispatcher{};

  private:
    void open_database() {
        strata::data::DatabaseOptions options;
        options.url = "sqlite::memory:";
        options.durability = strata::data::Durability::off;
        database.emplace(options, loop);
        auto scripts = strata::contract::Dispatcher::scripts();
        scripts.push_back(create_script);
        auto statements = strata::contract::Dispatcher::statements(database->is_shared());
        auto start = database->start(std::move(scripts), std::move(statements));
        strata::run_task(loop, std::move(start));
    }

    struct Begun {
        strata::Task<> task{};
        strata::Work work{};
    };
    std::vector<std::unique_ptr<Begun>> begun_{};
};

inline const strata::Caller ann{
    *strata::Uuid::parse("00000000-0000-4000-8000-00000000000a"), "ann", {"staff"}};
inline const strata::Caller bob{
    *strata::Uuid::parse("00000000-0000-4000-8000-00000000000b"), "bob", {}};

}  // namespace world

#include "runtime/core.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <stdexcept>

#include "data/engine.hpp"
#include "strata/config/settings.hpp"
#include "strata/config/units.hpp"
#include "strata/loop/sleep.hpp"

namespace strata::runtime {

namespace {

constexpr std::string_view create = "db/create";
constexpr std::string_view migrations = "db/migrations/";
constexpr std::string_view sqlite_variant = ".sqlite.sql";
constexpr std::string_view postgres_variant = ".postgres.sql";
constexpr std::string_view any_engine = ".sql";
constexpr std::chrono::milliseconds poll_calls{5};  // a call on a worker ends when its job returns

// The path without ".sql" or an engine's variant of it.
auto stem(std::string_view path) -> std::string_view {
    for (const std::string_view suffix : {sqlite_variant, postgres_variant, any_engine}) {
        if (path.ends_with(suffix)) return path.substr(0, path.size() - suffix.size());
    }
    return {};
}

auto is_script(std::string_view path) -> bool {
    return stem(path) == create || (path.starts_with(migrations) && !stem(path).empty());
}

void add_text(data::Script& script, const contract::EmbeddedFile& file) {
    if (file.path.ends_with(sqlite_variant)) {
        script.sqlite = file.text;
    } else if (file.path.ends_with(postgres_variant)) {
        script.postgres = file.text;
    } else {
        if (script.sqlite.empty()) script.sqlite = file.text;
        if (script.postgres.empty()) script.postgres = file.text;
    }
    const bool plain = stem(file.path).size() + any_engine.size() == file.path.size();
    if (plain || script.name.empty()) script.name = file.path;
}

template <class T>
auto open(const std::unique_ptr<T>& part, const char* name) -> T& {
    if (!part) throw std::logic_error(std::string("the ") + name + " is not open");
    return *part;
}

}  // namespace

auto service_scripts(const contract::Registry& registry) -> std::vector<data::Script> {
    std::map<std::string_view, data::Script>
        by_stem;  // "db/create" sorts before "db/migrations/..."
    for (const contract::EmbeddedFile& file : registry.files) {
        if (is_script(file.path)) add_text(by_stem[stem(file.path)], file);
    }
    std::vector<data::Script> scripts;
    for (const auto& [name, script] : by_stem) scripts.push_back(script);
    return scripts;
}

Core::Core(const contract::Registry& registry, config::Settings& settings, EventLoop& loop)
    : registry_(registry),
      settings_(settings),
      loop_(loop),
      pool_settings_(settings.section<PoolSettings>()),
      database_settings_(settings.section<DatabaseSettings>()),
      limits_(settings.section<contract::LimitsSettings>()),
      contract_(settings.section<contract::ContractSettings>()),
      events_(settings.section<events::EventsSettings>()),
      security_(settings.section<security::SecuritySettings>()) {}

auto Core::has_database() const -> bool {
    const auto has_key = [](const contract::Method& method) { return method.idempotency_key; };
    const auto has_sql = [](const contract::EmbeddedFile& file) { return is_script(file.path); };
    return !registry_.statements.empty() || std::ranges::any_of(registry_.files, has_sql) ||
           std::ranges::any_of(registry_.methods, has_key) ||
           settings_.origin("database.url") != "default";
}

void Core::open_workers() {
    workers_ = std::make_unique<WorkerPool>(loop_, pool_settings_.options);
}

auto Core::open_database() -> Task<> {
    if (!has_database()) co_return;
    std::vector<data::Script> scripts = contract::Dispatcher::scripts();
    std::ranges::copy(service_scripts(registry_), std::back_inserter(scripts));
    auto database = std::make_unique<data::Database>(database_settings_.options, loop_);
    auto statements = contract::Dispatcher::statements(database->is_shared());
    std::ranges::copy(registry_.statements, std::back_inserter(statements));
    try {
        co_await database->start(std::move(scripts), std::move(statements));
    } catch (...) {
        start_problem_ = database->problem();
        keep_if_held_up(std::move(database));
        throw;
    }
    database_ = std::move(database);
}

void Core::open_dispatcher() {
    contract::Parts parts(loop_, workers(), limits_, security_);
    parts.database = database_.get();
    parts.shared_database = database_ != nullptr && database_->is_shared();
    parts.bus = &bus_;
    parts.events = &events_;
    parts.validate_results = contract_.validate_results;
    parts.clock = clock_;
    parts.random = random_;
    parts.ids = ids_;
    dispatcher_ = std::make_unique<contract::Dispatcher>(registry_, parts);
    dispatcher_->start();
}

auto Core::open_events() -> Task<> {
    co_await dispatcher().restore_events();
    dispatcher().follow_events();
}

void Core::use(security::Clock& clock, security::Random& random, security::Ids& ids) {
    clock_ = &clock;
    random_ = &random;
    ids_ = &ids;
}

void Core::apply_limits() {
    if (dispatcher_) dispatcher_->apply_limits();
}

auto Core::cut_calls(EventLoop::TimePoint deadline) -> Task<std::vector<std::string>> {
    std::vector<std::string> left;
    if (!dispatcher_) co_return left;
    dispatcher_->cut(CancelReason::shutdown);
    while (dispatcher_->in_flight() > 0 && EventLoop::now() < deadline) {
        co_await sleep(loop_, poll_calls);
    }
    for (const contract::CallInFlight& call : dispatcher_->calls_in_flight()) {
        left.push_back(std::string(call.module) + '/' + std::string(call.method) + " (" +
                       config::format_duration(call.duration) + ", " + std::string(call.stage) +
                       ')');
    }
    co_return left;
}

auto Core::close_dispatcher() -> Task<> {
    if (!dispatcher_) co_return;
    co_await dispatcher_->stop();
    dispatcher_.reset();
}

auto Core::close_workers(std::chrono::milliseconds grace) -> Task<std::vector<std::string>> {
    std::vector<std::string> late;
    if (workers_) late = co_await workers_->shutdown(grace);
    if (late.empty()) workers_.reset();
    co_return late;
}

auto Core::close_database() -> Task<> {
    if (!database_) co_return;
    co_await database_->close();
    keep_if_held_up(std::move(database_));
}

void Core::keep_if_held_up(std::unique_ptr<data::Database> database) {
    if (!database->engine().held_up_by().empty()) held_up_ = std::move(database);
}

auto Core::held_up_by() const -> std::string {
    return held_up_ ? held_up_->engine().held_up_by() : "";
}

auto Core::workers() -> WorkerPool& { return open(workers_, "worker pool"); }
auto Core::database() -> data::Database& { return open(database_, "database"); }
auto Core::dispatcher() -> contract::Dispatcher& { return open(dispatcher_, "dispatcher"); }

}  // namespace strata::runtime

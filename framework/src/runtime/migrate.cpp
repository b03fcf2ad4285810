#include <algorithm>
#include <exception>
#include <iostream>
#include <stdexcept>

#include "runtime/commands.hpp"
#include "strata/data/db.hpp"

namespace strata::runtime {

namespace {

constexpr data::Column name_column[] = {{.name = "name", .type = data::Type::text}};
constexpr std::string_view list_sql = "SELECT name FROM strata_migrations ORDER BY name";
constexpr data::Statement list_applied{.name = "strata.list_migrations",
                                       .sqlite = list_sql,
                                       .postgres = list_sql,
                                       .source = "framework",
                                       .columns = name_column};

auto all_scripts(const contract::Registry& registry) -> std::vector<data::Script> {
    std::vector<data::Script> scripts = contract::Dispatcher::scripts();
    std::ranges::copy(service_scripts(registry), std::back_inserter(scripts));
    return scripts;
}

auto applied_names(data::Database& database) -> Task<std::vector<std::string>> {
    data::Db db(database, data::Transaction::read);
    std::vector<std::string> names =
        co_await db.many<std::string>(list_applied, &data::read_single<std::string>);
    co_return names;
}

// Prints each script with its state; how many are pending.
auto print_status(data::Database& database, const contract::Registry& registry)
    -> Task<std::size_t> {
    const std::vector<std::string> applied = co_await applied_names(database);
    std::size_t pending = 0;
    for (const data::Script& script : all_scripts(registry)) {
        const bool is_applied = std::ranges::find(applied, script.name) != applied.end();
        if (!is_applied) ++pending;
        std::cout << (is_applied ? "applied  " : "pending  ") << script.name << '\n';
    }
    co_return pending;
}

auto migrate(data::Database& database, const contract::Registry& registry, bool up) -> Task<> {
    std::vector<data::Script> scripts;
    if (up) scripts = all_scripts(registry);
    std::vector<const data::Statement*> statements{&list_applied};
    co_await database.start(std::move(scripts), std::move(statements));
    (void)co_await print_status(database, registry);
}

}  // namespace

// `status` is for people and leaves the database as it is; `up` does what a start would.
auto run_migrate(Application::Implementation& application) -> Task<int> {
    const CommandLine& line = application.line;
    const std::string action = line.arguments.empty() ? "status" : line.arguments[0];
    if (action != "status" && action != "up") throw UsageError("usage: migrate [status | up]");
    if (!application.core.has_database()) throw std::runtime_error("the service has no database");
    data::Database database(application.settings.section<DatabaseSettings>().options,
                            application.loop);
    std::exception_ptr failure;
    try {
        co_await migrate(database, application.registry, action == "up");
    } catch (...) {
        failure = std::current_exception();
    }
    co_await database.close();
    if (failure) std::rethrow_exception(failure);
    co_return 0;
}

}  // namespace strata::runtime

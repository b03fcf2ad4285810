#include <algorithm>
#include <iostream>
#include <iterator>
#include <stdexcept>

#include "runtime/commands.hpp"
#include "strata/data/migrations.hpp"

namespace strata::runtime {

namespace {

constexpr std::size_t state_width = 9;

void print(const std::vector<data::ScriptStatus>& scripts) {
    for (const data::ScriptStatus& script : scripts) {
        std::string line(to_string(script.state));
        line.resize(std::max(line.size(), state_width), ' ');
        std::cout << line << script.name << '\n';
    }
}

auto is_applied(const data::ScriptStatus& script) -> bool {
    return script.state == data::ScriptState::applied;
}

// The framework's own first.
auto all_scripts(const contract::Registry& registry) -> std::vector<data::Script> {
    std::vector<data::Script> scripts = contract::Dispatcher::scripts();
    std::ranges::copy(service_scripts(registry), std::back_inserter(scripts));
    return scripts;
}

auto action_of(const std::string& word) -> data::Migration {
    if (word == "status" || word == "verify") return data::Migration::status;
    if (word == "up") return data::Migration::up;
    if (word == "dry-run") return data::Migration::dry_run;
    throw UsageError("usage: migrate [status | up | dry-run | verify]");
}

}  // namespace

// `verify` is for machines: 0 only if the database has had exactly the scripts that there are.
auto run_migrate(Application::Implementation& application) -> int {
    const CommandLine& line = application.line;
    const std::string word = line.arguments.empty() ? "status" : line.arguments[0];
    const data::Migration action = action_of(word);
    if (!application.core.has_database()) throw std::runtime_error("the service has no database");
    const std::vector<data::ScriptStatus> scripts =
        data::migrate(application.settings.section<DatabaseSettings>().options,
                      all_scripts(application.registry), action);
    print(scripts);
    return word == "verify" && !std::ranges::all_of(scripts, is_applied) ? 1 : 0;
}

}  // namespace strata::runtime

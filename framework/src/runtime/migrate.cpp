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

struct Remedy {
    data::ScriptState state;
    const char* text;
};
constexpr Remedy remedies[] = {
    {data::ScriptState::pending, "apply with `migrate up`, or start the service"},
    {data::ScriptState::late, "give each a number after the last one that is applied"},
    {data::ScriptState::edited, "put each back as it was, and write the change as a migration"},
    {data::ScriptState::unknown, "a version of the service that has these was here"}};

// For machines: 0 only if the database has had exactly the scripts that there are.
auto verify(const std::vector<data::ScriptStatus>& scripts) -> int {
    int code = 0;
    std::cout.flush();
    for (const Remedy& remedy : remedies) {
        const auto count = std::ranges::count(scripts, remedy.state, &data::ScriptStatus::state);
        if (count == 0) continue;
        std::cerr << "verify: " << count << ' ' << to_string(remedy.state) << ": " << remedy.text
                  << '\n';
        code = 1;
    }
    return code;
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

auto run_migrate(Application::Implementation& application) -> int {
    const CommandLine& line = application.line;
    const std::string word = line.arguments.empty() ? "status" : line.arguments[0];
    const data::Migration action = action_of(word);
    if (!application.core.has_database()) throw std::runtime_error("the service has no database");
    const std::vector<data::ScriptStatus> scripts =
        data::migrate(application.settings.section<DatabaseSettings>().options,
                      all_scripts(application.registry), action);
    print(scripts);
    return word == "verify" ? verify(scripts) : 0;
}

}  // namespace strata::runtime

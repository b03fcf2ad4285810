// The strata command. Each subcommand stands in framework/src/tools/.
#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "strata/json/suggest.hpp"
#include "strata/version.hpp"
#include "tools/commands/check_command.hpp"
#include "tools/commands/diff_command.hpp"
#include "tools/commands/doctor_command.hpp"
#include "tools/commands/explain_command.hpp"
#include "tools/commands/generate_command.hpp"
#include "tools/commands/reference_command.hpp"
#include "tools/commands/selftest_command.hpp"
#include "tools/commands/service_commands.hpp"
#include "tools/commands/validate_command.hpp"
#include "tools/dev/dev_command.hpp"
#include "tools/layers/layers_command.hpp"
#include "tools/scaffold/scaffold_commands.hpp"

namespace {

// What stands where a command, or a command's own, must stand, and is none; empty: nothing does.
auto unknown_command(const CLI::App& app) -> std::string {
    const CLI::App* innermost = &app;
    while (!innermost->get_subcommands().empty()) innermost = innermost->get_subcommands().front();
    const auto words = innermost->remaining();
    if (words.empty()) return {};
    std::vector<std::string> names;
    for (const CLI::App* each : innermost->get_subcommands([](const CLI::App*) { return true; }))
        names.push_back(each->get_name());
    const std::vector<std::string_view> known(names.begin(), names.end());
    if (known.empty()) return {};
    return strata::json::with_suggestion("no command " + words.front(), words.front(), known);
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Strata: contracts, queries and layers of a service", "strata");
    app.set_version_flag("--version", std::string(strata::version));
    app.require_subcommand(1);

    strata::tools::add_new_command(app);
    strata::tools::add_add_command(app);
    strata::tools::add_dev_command(app);
    strata::tools::add_generate_command(app);
    auto* check =
        app.add_subcommand("check", "Check a service: contracts, SQL, migrations, layers");
    strata::tools::add_check_command(*check);
    strata::tools::add_check_layers_command(*check);
    strata::tools::add_validate_command(app);
    strata::tools::add_diff_command(app);
    strata::tools::add_explain_command(app);
    strata::tools::add_doctor_command(app);
    strata::tools::add_selftest_command(app);
    strata::tools::add_service_commands(app);
    strata::tools::add_reference_command(app);

    try {
        app.parse(argc, argv);
    } catch (const CLI::RequiredError& error) {
        const std::string unknown = unknown_command(app);
        if (unknown.empty()) return app.exit(error), 2;
        std::cerr << "strata: " << unknown << "\nRun with --help for more information.\n";
        return 2;
    } catch (const CLI::ParseError& error) {
        // CLI11 numbers usage errors from 100; for a program that calls us they are all 2.
        const int status = app.exit(error);
        return status >= 100 ? 2 : status;
    } catch (const std::exception& error) {
        std::cerr << "strata: " << error.what() << '\n';
        return 1;
    }
    return 0;
}

#include "tools/commands/reference_command.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <string>

namespace strata::tools {
namespace {

void print(const CLI::App& command, const std::string& parent) {
    const std::string name = parent + " " + command.get_name();
    std::string help = command.help(parent);
    help.erase(0, help.find_first_not_of('\n'));
    help.erase(help.find_last_not_of('\n') + 1);
    std::cout << "\n## " << name << "\n\n```\n" << help << "\n```\n";
    for (const CLI::App* each : command.get_subcommands({})) print(*each, name);
}

void print_page(const CLI::App& app) {
    std::cout << "# The strata command\n\n"
                 "Written by `strata reference`. Every command has `--help`; a usage error exits "
                 "with 2. Colours are for terminals\nonly, and `NO_COLOR` turns them off.\n";
    for (const CLI::App* each : app.get_subcommands({})) {
        if (!each->get_group().empty()) print(*each, app.get_name());
    }
}

}  // namespace

void add_reference_command(CLI::App& app) {
    auto* command = app.add_subcommand("reference", "Print this help of all commands as a page");
    command->group("");
    command->callback([&app] { print_page(app); });
}

}  // namespace strata::tools

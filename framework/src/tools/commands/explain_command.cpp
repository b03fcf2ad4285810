#include "tools/commands/explain_command.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "tools/commands/terminal.hpp"
#include "tools/explain/explain.hpp"

namespace strata::tools {
namespace {

struct Options {
    std::string service = ".";
    std::string name;
};

void run(const Options& options) {
    Diagnostics diagnostics;
    const auto pages = explain(options.service, options.name, diagnostics);
    for (const std::string& page : pages) {
        const auto line = page.find('\n');
        std::cout << coloured(Colour::bold, page.substr(0, line)) << page.substr(line);
    }
    if (diagnostics.empty()) return;
    std::cerr << diagnostics.to_string();
    throw CLI::RuntimeError(1);
}

}  // namespace

void add_explain_command(CLI::App& app) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
        "explain",
        "Say everything of one method or event: contract, limits, handler, statements, domain");
    command
        ->add_option(
            "method", options->name,
            "MODULE/METHOD, MODULE/EVENT, or a path over HTTP: /orders/17, \"POST /orders\"")
        ->required();
    command->add_option("--service", options->service, "The service's folder")
        ->capture_default_str()
        ->check(CLI::ExistingDirectory);
    command->footer(
        "Statements, domain functions and events are those that the handler's own file names.\n"
        "Exit codes: 0, or 1 for a method that is not there or contracts that can't be read.");
    command->callback([options] { run(*options); });
}

}  // namespace strata::tools

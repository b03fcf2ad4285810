#include "tools/commands/check_command.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "tools/check/check_service.hpp"
#include "tools/check/throwaway_postgres.hpp"

namespace strata::tools {
namespace {

struct Options {
    std::string service = ".";
    std::string build{};
    std::string nm = "nm";
    bool sqlite_only = false;
};

// Tells what was found, even if it has to end before its end.
auto check_service(const Options& options, Diagnostics& diagnostics) -> check::Notes {
    try {
        return check::check_service({.service = options.service,
                                     .build = options.build,
                                     .postgres = check::postgres_binaries(),
                                     .sqlite_only = options.sqlite_only,
                                     .nm = options.nm},
                                    diagnostics);
    } catch (...) {
        std::cerr << diagnostics.to_string();
        throw;
    }
}

void run(const Options& options) {
    Diagnostics diagnostics;
    const check::Notes notes = check_service(options, diagnostics);
    for (const std::string& note : notes) std::cout << note << '\n';
    if (diagnostics.empty()) return;
    std::cout.flush();
    std::cerr << diagnostics.to_string();
    throw CLI::RuntimeError(1);
}

}  // namespace

void add_check_command(CLI::App& check_command) {
    auto options = std::make_shared<Options>();
    check_command.require_subcommand(0, 1);
    check_command.add_option("--service", options->service, "The service's folder")
        ->check(CLI::ExistingDirectory);
    check_command.add_option("--build", options->build, "Where it was built, for its symbols")
        ->check(CLI::ExistingDirectory);
    check_command.add_flag("--sqlite-only", options->sqlite_only, "Leave PostgreSQL out");
    check_command.add_option("--nm", options->nm, "The nm that reads the domain's library");
    check_command.callback([&check_command, options] {
        if (check_command.get_subcommands().empty()) run(*options);
    });
}

}  // namespace strata::tools

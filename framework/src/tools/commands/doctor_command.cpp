#include "tools/commands/doctor_command.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <string>

#include "tools/commands/terminal.hpp"
#include "tools/doctor/doctor.hpp"

namespace strata::tools {
namespace {

struct Options {
    std::string service = ".";
    std::string root = "/";
};

void run(const Options& options) {
    const auto findings = doctor::examine({.service = options.service, .root = options.root});
    constexpr std::size_t width = 15;
    for (const doctor::Finding& finding : findings) {
        std::string check = finding.check;
        check.resize(std::max(check.size() + 1, width), ' ');
        const auto mark =
            finding.well ? coloured(Colour::green, "ok    ") : coloured(Colour::red, "FAULT ");
        std::cout << mark << check << finding.message << '\n';
        if (!finding.well) std::cout << "          mend: " << finding.mend << '\n';
    }
    const auto faults = std::ranges::count(findings, false, &doctor::Finding::well);
    std::cout << (faults == 0 ? "all is well" : std::to_string(faults) + " to mend") << '\n';
    if (faults != 0) throw CLI::RuntimeError(1);
}

}  // namespace

void add_doctor_command(CLI::App& app) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("doctor", "Say whether a service can be built and run here");
    command->add_option("--service", options->service, "The service's folder")
        ->capture_default_str()
        ->check(CLI::ExistingDirectory);
    command
        ->add_option("--root", options->root,
                     "Where the system's files are: another root than / to examine")
        ->capture_default_str()
        ->check(CLI::ExistingDirectory);
    command->footer(
        "Looks at the compiler, the libraries and their versions, the contracts, the configuration "
        "of STRATA_ENV, the port,\nthe database, the files of deploy/ and the limits of the "
        "machine "
        "or container against the configuration. Each\nfault comes with the command that mends "
        "it.\n"
        "Exit codes: 0 all is well, 1 something is to mend.");
    command->callback([options] { run(*options); });
}

}  // namespace strata::tools

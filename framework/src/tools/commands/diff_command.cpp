#include "tools/commands/diff_command.hpp"

#include <CLI/CLI.hpp>
#include <array>
#include <filesystem>
#include <iostream>
#include <memory>

#include "tools/commands/terminal.hpp"
#include "tools/diff/contract_diff.hpp"

namespace strata::tools {
namespace {

namespace fs = std::filesystem;
using diff::Change;
using diff::Severity;

struct Options {
    std::string before;
    std::string after;
    std::string fail_on = "breaking";
    bool json = false;
};

// What a folder or file names: the contracts of a service's folder, those of a folder of contracts,
// or one of them with the ones beside it, which it may refer to.
auto load_version(const fs::path& path) -> Contracts {
    Diagnostics diagnostics;
    const bool is_file = !fs::is_directory(path);
    const fs::path folder = is_file                              ? fs::absolute(path).parent_path()
                            : fs::is_directory(path / "schemas") ? path / "schemas"
                                                                 : path;
    auto files = read_contracts(folder, diagnostics);
    if (files.empty()) diagnostics.error({path.string(), 0, 0}, "there is no contract (*.schema)");
    auto contracts = load_schemas(std::move(files), diagnostics);
    if (!diagnostics.empty()) {
        std::cerr << "strata: the contracts of " << path.string() << " can't be read:\n"
                  << diagnostics.to_string();
        throw CLI::RuntimeError(2);
    }
    if (is_file) {
        const std::string file = "schemas/" + path.filename().string();
        std::erase_if(contracts.model.modules,
                      [&](const auto& module) { return module->file != file; });
    }
    return contracts;
}

auto colour_of(Severity severity) -> Colour {
    constexpr std::array colours{Colour::green, Colour::yellow, Colour::red};
    return colours[static_cast<std::size_t>(severity)];
}

void print(const std::vector<Change>& changes) {
    constexpr std::size_t width = 12;
    std::array<std::size_t, 3> counts{};
    for (const Change& change : changes) {
        ++counts[static_cast<std::size_t>(change.severity)];
        std::string word(to_string(change.severity));
        const std::string gap(width - word.size(), ' ');
        std::cout << coloured(colour_of(change.severity), word) << gap << change.subject << ": "
                  << change.message << "  (" << to_string(change.location) << ")\n";
    }
    std::cout << counts[2] << " breaking, " << counts[1] << " risky, " << counts[0]
              << " compatible\n";
}

void print_json(const std::vector<Change>& changes) {
    auto list = json::Json::array();
    for (const Change& change : changes) {
        auto& entry = list.push_back(json::Json::object());
        entry["severity"] = to_string(change.severity);
        entry["subject"] = change.subject;
        entry["message"] = change.message;
        entry["location"] = to_string(change.location);
    }
    std::cout << list.to_string(2) << '\n';
}

void run(const Options& options) {
    const Contracts before = load_version(options.before);
    const Contracts after = load_version(options.after);
    const std::vector<Change> changes = diff::contract_diff(before, after);
    options.json ? print_json(changes) : print(changes);
    const auto least = options.fail_on == "risky" ? Severity::risky : Severity::breaking;
    const bool fails =
        options.fail_on != "never" && !changes.empty() && changes.front().severity >= least;
    if (fails) throw CLI::RuntimeError(1);
}

}  // namespace

void add_diff_command(CLI::App& app) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
        "diff", "Compare two versions of a service's contracts, for their clients");
    command
        ->add_option("old", options->before,
                     "A service's folder, a folder of contracts, or one contract")
        ->required()
        ->check(CLI::ExistingPath);
    command->add_option("new", options->after, "The same, later")
        ->required()
        ->check(CLI::ExistingPath);
    command->add_option("--fail-on", options->fail_on, "What ends with exit code 1")
        ->check(CLI::IsMember({"breaking", "risky", "never"}))
        ->capture_default_str();
    command->add_flag("--json", options->json, "Write the changes as JSON");
    command->footer(
        "Each change is compatible (no client notices), risky (some may) or breaking. What widens "
        "a request narrows nobody;\nwhat widens an answer is something that clients did not know.\n"
        "Exit codes: 0 nothing of --fail-on, 1 something of it, 2 contracts that can't be read.");
    command->callback([options] { run(*options); });
}

}  // namespace strata::tools

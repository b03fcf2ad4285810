#include "tools/commands/validate_command.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "tools/validate/json_lines.hpp"
#include "tools/validate/validate_files.hpp"

namespace strata::tools {
namespace {

struct Arguments {
    ValidateRequest request;
    std::vector<std::string> remotes;
    bool annotate_format = false;
    bool json_lines = false;
};

auto refuse(std::string_view message) -> int {
    std::cerr << message << '\n';
    return 2;
}

auto run(Arguments& arguments) -> int {
    if (arguments.json_lines) {
        std::ios::sync_with_stdio(false);  // lines are read in blocks; each answer is flushed
        serve_json_lines(std::cin, std::cout);
        return 0;
    }
    if (arguments.request.schema.empty()) return refuse("validate needs a SCHEMA, or --json-lines");
    arguments.request.assert_format = !arguments.annotate_format;
    for (const std::string& remote : arguments.remotes) {
        const std::size_t equals = remote.find('=');
        if (equals == std::string::npos) return refuse("--remote must be URI=FILE");
        arguments.request.remotes.emplace_back(remote.substr(0, equals), remote.substr(equals + 1));
    }
    return validate_files(arguments.request, std::cout, std::cerr);
}

}  // namespace

void add_validate_command(CLI::App& app) {
    auto arguments = std::make_shared<Arguments>();
    auto* command = app.add_subcommand("validate", "Validate documents against a JSON Schema");
    command->add_option("schema", arguments->request.schema, "The schema's file");
    command->add_option("instances", arguments->request.instances,
                        "Files to validate; without any, only the schema is checked");
    command->add_option("--draft", arguments->request.draft, "The dialect where $schema is absent")
        ->check(CLI::IsMember({"draft2020-12", "draft7"}))
        ->capture_default_str();
    command->add_option("--remote", arguments->remotes,
                        "A document that references may name: URI=FILE");
    command->add_flag("--annotate-format", arguments->annotate_format, "Do not assert `format`");
    command->add_flag("--json", arguments->request.json, "Write the result as JSON");
    command->add_flag("--json-lines", arguments->json_lines,
                      "Answer requests, one JSON object a line, from standard input");
    command->callback([arguments] {
        if (const int status = run(*arguments); status != 0) throw CLI::RuntimeError(status);
    });
}

}  // namespace strata::tools

#include "tools/commands/generate_command.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

#include "tools/contract/load.hpp"
#include "tools/cpp/schema_writer.hpp"
#include "tools/registry/api_writer.hpp"
#include "tools/registry/service_writer.hpp"
#include "tools/sql/sql_generator.hpp"

namespace strata::tools {
namespace {

namespace fs = std::filesystem;

struct Options {
    std::string service = ".";
    std::string output;
    std::string name;
};

// Locations are relative to the service's folder; a compiler's are to where it runs.
[[noreturn]] void report(const Diagnostics& diagnostics, const fs::path& service) {
    for (Diagnostic error : diagnostics.sorted()) {
        const auto path = service / error.location.file;
        error.location.file = path.lexically_normal().generic_string();
        std::cerr << to_string(error.location) << ": error: " << error.message << '\n';
    }
    throw CLI::RuntimeError(1);
}

void generate(const Options& options) {
    const fs::path service = options.service;
    Diagnostics diagnostics;
    const auto model = load(service, diagnostics);
    if (!diagnostics.empty()) report(diagnostics, service);
    const auto queries = sql::load_queries(service, model, diagnostics);
    if (!diagnostics.empty()) report(diagnostics, service);

    Output output(options.output);
    for (const auto& module : model.modules) {
        output.write("schemas/" + module->cpp_name + ".hpp", schema_header(*module));
        output.write("schemas/" + module->cpp_name + ".cpp", schema_source(*module));
        output.write("api/" + module->cpp_name + ".hpp", api_header(*module));
    }
    sql::write_queries(queries, output);
    output.write("service.hpp", service_header());
    output.write("service.cpp",
                 service_source(options.name, model, queries, embedded_files(service)));
}

}  // namespace

void add_generate_command(CLI::App& app) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("generate", "Turn contracts and queries into C++");
    command->add_option("--service", options->service, "The service's folder")
        ->capture_default_str()
        ->check(CLI::ExistingDirectory);
    command->add_option("--output", options->output, "The folder for generated files")->required();
    command->add_option("--name", options->name, "The service's name")->required();
    command->callback([options] { generate(*options); });
}

}  // namespace strata::tools

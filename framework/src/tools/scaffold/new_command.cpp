#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>

#include "strata/version.hpp"
#include "tools/scaffold/scaffold_commands.hpp"
#include "tools/scaffold/scaffold_names.hpp"
#include "tools/scaffold/templates.hpp"

namespace strata::tools {
namespace {

namespace fs = std::filesystem;

struct Options {
    std::string folder;
    std::string database = "sqlite";
    std::string module = "items";
};

auto upper_case(std::string name) -> std::string {
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::toupper(c); });
    std::ranges::replace(name, '-', '_');
    return name;
}

auto values_of(const std::string& name, const Options& options) -> scaffold::Values {
    auto values = scaffold::module_values(options.module);
    std::string database = name;
    std::ranges::replace(database, '-', '_');
    const bool postgres = options.database == "postgres";
    values["name"] = name;
    values["NAME"] = upper_case(name);
    values["version"] = strata::version;
    values["database"] = database;
    values["database_url"] =
        postgres ? "postgresql://localhost/" + database : "sqlite:data/" + name + ".db";
    values["packages"] = postgres ? " postgresql-15" : "";
    const std::string development = "${STRATA_DATABASE_URL:-$(db/development.sh)}";
    values["database_start"] =
        postgres ? "\n        export STRATA_DATABASE_URL=" + development : "";
    values["bench_database"] = postgres ? development : "sqlite:$folder/bench.db";
    values["test_environment"] = postgres ? "STRATA_TEST_ENGINE=postgres " : "";
    return values;
}

void make_service(const Options& options) {
    fs::path folder = fs::path(options.folder).lexically_normal();
    if (!folder.has_filename()) folder = folder.parent_path();  // "shop/", as a shell completes it
    const auto name = folder.filename().string();
    scaffold::check_service_name(name);
    scaffold::check_new_module_name(options.module);
    std::error_code none;
    const auto there = fs::symlink_status(folder, none);
    if (fs::exists(there) && !fs::is_directory(folder, none))
        throw std::runtime_error(folder.string() + " is there already, and no folder");
    if (fs::exists(there) && !fs::is_empty(folder))
        throw std::runtime_error(folder.string() + " is there already, and not empty");
    const auto values = values_of(name, options);
    auto files = scaffold::from_template("service", values);
    std::ranges::move(scaffold::from_template("module", values), std::back_inserter(files));
    if (options.database == "postgres")
        std::ranges::move(scaffold::from_template("postgres", values), std::back_inserter(files));
    files.push_back({".vscode/contract.schema.json", scaffold::contract_meta_schema(), false});
    scaffold::write_new(folder, files);
    std::cout << "made " << folder.string() << " (" << files.size() << " files); next:\n  cd "
              << folder.string() << "\n  ./dev run\n";
}

}  // namespace

void add_new_command(CLI::App& app) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("new", "Make a service: a folder that builds and serves");
    command->add_option("NAME", options->folder, "The service's name, or a folder that ends in it")
        ->required();
    command->add_option("--database", options->database, "sqlite or postgres")
        ->check(CLI::IsMember({"sqlite", "postgres"}))
        ->capture_default_str();
    command->add_option("--module", options->module, "Its first module")->capture_default_str();
    command->callback([options] { make_service(*options); });
}

}  // namespace strata::tools

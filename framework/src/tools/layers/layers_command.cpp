#include "tools/layers/layers_command.hpp"

#include <CLI/CLI.hpp>
#include <exception>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "tools/layers/layer_sources.hpp"
#include "tools/layers/purity.hpp"

namespace strata::tools {
namespace {

struct Options {
    std::string service = ".";
    std::string layer{};
    std::string library{};
    std::string generated{};
    std::string nm = "nm";
};

auto chosen_layers(const Options& options) -> std::vector<Layer> {
    if (auto layer = parse_layer(options.layer)) return {*layer};
    return {Layer::domain, Layer::db, Layer::api};
}

void check(const Options& options) {
    Diagnostics diagnostics;
    try {
        for (const Layer layer : chosen_layers(options)) {
            check_layer_sources(options.service, options.generated, layer, diagnostics);
        }
        if (!options.library.empty()) {
            check_purity(options.library, std::filesystem::path(options.service) / "domain",
                         options.nm, diagnostics);
        }
    } catch (const std::exception& error) {
        std::cerr << "strata check layers: " << error.what() << '\n';
        throw CLI::RuntimeError(1);
    }
    if (diagnostics.empty()) return;
    std::cerr << diagnostics.to_string();
    throw CLI::RuntimeError(1);
}

}  // namespace

void add_check_layers_command(CLI::App& check_command) {
    auto options = std::make_shared<Options>();
    auto* layers = check_command.add_subcommand(
        "layers", "What each layer includes and uses, against what it may know");
    layers->add_option("--service", options->service, "The service's folder")
        ->check(CLI::ExistingDirectory);
    layers->add_option("--layer", options->layer, "Only this one")
        ->check(CLI::IsMember({"domain", "db", "api"}));
    layers->add_option("--generated", options->generated,
                       "The service's generated code: db/ is checked there too");
    layers
        ->add_option("--library", options->library,
                     "The domain's library: its symbols are checked too")
        ->check(CLI::ExistingFile);
    layers->add_option("--nm", options->nm, "The nm that reads it");
    layers->callback([options] { check(*options); });
}

}  // namespace strata::tools

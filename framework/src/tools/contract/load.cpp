#include "tools/contract/load.hpp"

#include <algorithm>
#include <deque>
#include <fstream>
#include <iterator>

#include "tools/contract/contract_files.hpp"
#include "tools/contract/contract_reader.hpp"
#include "tools/contract/endless.hpp"
#include "tools/contract/load_schemas.hpp"
#include "tools/contract/order.hpp"
#include "tools/contract/routes.hpp"

namespace strata::tools {

namespace {

constexpr std::string_view extension = ".schema";

auto read_file(const std::filesystem::path& path, const std::string& name, Diagnostics& diagnostics)
    -> std::string {
    std::ifstream file(path, std::ios::binary);
    if (!file) diagnostics.error({"schemas/" + name, 0, 0}, "can't be read");
    return {std::istreambuf_iterator<char>(file), {}};
}

// `contracts` gets the schemas too, if it isn't null.
void load_into(Model& model, Contracts* contracts,
               std::vector<std::pair<std::string, std::string>> files, Diagnostics& diagnostics) {
    Sources sources(diagnostics);
    std::ranges::sort(files);
    ContractFiles contract_files(sources, model, diagnostics);
    for (auto& [name, text] : files) contract_files.add(name, std::move(text));
    contract_files.finish();
    if (!diagnostics.empty()) return;

    Lowering lowering(sources);
    std::deque<ContractReader> readers;
    for (const Source& source : sources.all()) {
        readers.emplace_back(sources, lowering, source, contracts).check();
    }
    // Types are made only of schemas that say what they can say.
    if (!diagnostics.empty()) return;
    lowering.define_all();
    for (ContractReader& reader : readers) reader.read();
    lowering.finish_variants();
    check_routes(model, diagnostics);
    check_endless(model, diagnostics);
    if (diagnostics.empty()) order_definitions(model);
}

}  // namespace

auto load_texts(std::vector<std::pair<std::string, std::string>> files, Diagnostics& diagnostics)
    -> Model {
    Model model;
    load_into(model, nullptr, std::move(files), diagnostics);
    return model;
}

auto load_schemas(std::vector<std::pair<std::string, std::string>> files, Diagnostics& diagnostics)
    -> Contracts {
    Contracts contracts;
    load_into(contracts.model, &contracts, std::move(files), diagnostics);
    return contracts;
}

auto read_contracts(const std::filesystem::path& folder, Diagnostics& diagnostics)
    -> std::vector<std::pair<std::string, std::string>> {
    std::vector<std::pair<std::string, std::string>> files;
    std::error_code error;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, error)) {
        if (entry.path().extension() != extension || !entry.is_regular_file()) continue;
        auto name = entry.path().lexically_relative(folder).generic_string();
        auto text = read_file(entry.path(), name, diagnostics);
        files.emplace_back(std::move(name), std::move(text));
    }
    return files;
}

auto load(const std::filesystem::path& service, Diagnostics& diagnostics) -> Model {
    auto files = read_contracts(service / "schemas", diagnostics);
    if (files.empty()) diagnostics.error({"schemas", 0, 0}, "there is no contract (*.schema)");
    return load_texts(std::move(files), diagnostics);
}

}  // namespace strata::tools

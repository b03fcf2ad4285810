#include "tools/contract/load.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "tools/contract/contract_files.hpp"
#include "tools/contract/contract_reader.hpp"
#include "tools/contract/endless.hpp"
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

}  // namespace

auto load_texts(std::vector<std::pair<std::string, std::string>> files, Diagnostics& diagnostics)
    -> Model {
    Model model;
    Sources sources(diagnostics);
    std::ranges::sort(files);
    ContractFiles contracts(sources, model, diagnostics);
    for (auto& [name, text] : files) contracts.add(name, std::move(text));
    contracts.finish();
    if (!diagnostics.empty()) return model;

    Lowering lowering(sources);
    std::deque<ContractReader> readers;
    for (const Source& source : sources.all()) {
        readers.emplace_back(sources, lowering, source).check();
    }
    // Types are made only of schemas that say what they can say.
    if (!diagnostics.empty()) return model;
    lowering.define_all();
    for (ContractReader& reader : readers) reader.read();
    check_routes(model, diagnostics);
    check_endless(model, diagnostics);
    if (diagnostics.empty()) order_definitions(model);
    return model;
}

auto load(const std::filesystem::path& service, Diagnostics& diagnostics) -> Model {
    std::vector<std::pair<std::string, std::string>> files;
    std::error_code error;
    const auto folder = service / "schemas";
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, error)) {
        if (entry.path().extension() != extension || !entry.is_regular_file()) continue;
        auto name = entry.path().lexically_relative(folder).generic_string();
        auto text = read_file(entry.path(), name, diagnostics);
        files.emplace_back(std::move(name), std::move(text));
    }
    if (files.empty()) diagnostics.error({"schemas", 0, 0}, "there is no contract (*.schema)");
    return load_texts(std::move(files), diagnostics);
}

}  // namespace strata::tools

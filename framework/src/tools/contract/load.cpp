#include "tools/contract/load.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>

#include "tools/contract/contract_reader.hpp"
#include "tools/contract/order.hpp"
#include "tools/model/names.hpp"
#include "tools/model/reserved.hpp"

namespace strata::tools {

namespace {

constexpr std::string_view extension = ".schema";

// "orders.2.schema": module orders, version 2.
auto make_module(const std::string& file, std::string text, Diagnostics& diagnostics)
    -> std::unique_ptr<Module> {
    auto module = std::make_unique<Module>();
    module->file = "schemas/" + file;
    module->text = std::move(text);
    module->name = file.substr(0, file.size() - extension.size());
    const auto dot = module->name.find('.');
    module->cpp_name = module->name;
    bool valid = true;
    if (dot != std::string::npos) {
        const std::string version = module->name.substr(dot + 1);
        const char* end = version.data() + version.size();
        valid = std::from_chars(version.data(), end, module->version).ptr == end &&
                module->version >= 2;
        module->name.resize(dot);
        module->cpp_name = module->name + "_" + version;
    }
    if (!valid || !is_snake_case(module->name)) {
        diagnostics.error(
            {module->file, 1, 1},
            "a contract's file must be called NAME.schema or NAME.2.schema, NAME in snake_case");
    } else if (auto reason = reserved_module(module->name); !reason.empty()) {
        diagnostics.error({module->file, 1, 1}, std::move(reason));
    }
    return module;
}

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
    for (auto& [name, text] : files) {
        auto module = sources.add(make_module(name, std::move(text), diagnostics), name);
        if (module) model.modules.push_back(std::move(module));
    }
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
    if (diagnostics.empty()) order_definitions(model);
    return model;
}

auto load(const std::filesystem::path& service, Diagnostics& diagnostics) -> Model {
    std::vector<std::pair<std::string, std::string>> files;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(service / "schemas", error)) {
        if (entry.path().extension() != extension) continue;
        auto name = entry.path().filename().string();
        auto text = read_file(entry.path(), name, diagnostics);
        files.emplace_back(std::move(name), std::move(text));
    }
    if (files.empty()) diagnostics.error({"schemas", 0, 0}, "there is no contract (*.schema)");
    return load_texts(std::move(files), diagnostics);
}

}  // namespace strata::tools

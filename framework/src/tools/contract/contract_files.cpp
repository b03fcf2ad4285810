#include "tools/contract/contract_files.hpp"

#include <algorithm>
#include <charconv>
#include <tuple>

#include "tools/metaschema/data_reader.hpp"
#include "tools/metaschema/nodes.hpp"
#include "tools/model/names.hpp"
#include "tools/model/reserved.hpp"

namespace strata::tools {

namespace {

constexpr std::string_view extension = ".schema";
constexpr auto folder_of_none = "model";

}  // namespace

// "orders.2": module orders, version 2.
auto ContractFiles::make_module(const std::string& stem, const std::string& file)
    -> std::unique_ptr<Module> {
    auto module = std::make_unique<Module>();
    module->file = file;
    module->name = stem;
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
    const Location at{module->file, 1, 1};
    if (!valid || !is_snake_case(module->name)) {
        diagnostics_.error(
            at, "a contract must be called NAME.schema or NAME.2.schema, NAME in snake_case");
    } else if (auto reason = reserved_module(module->name); !reason.empty()) {
        diagnostics_.error(at, std::move(reason));
    }
    return module;
}

void ContractFiles::add(const std::string& name, std::string text) {
    const std::string file = "schemas/" + name;
    const auto slash = name.find('/');
    auto stem = name.substr(slash == std::string::npos ? 0 : slash + 1);
    stem.resize(stem.size() - extension.size());
    if (slash != std::string::npos || is_pascal_case(stem)) {
        const auto module = slash == std::string::npos ? folder_of_none : name.substr(0, slash);
        if (!is_pascal_case(stem)) {
            diagnostics_.error({file, 1, 1},
                               "a file in a module's folder is a type, and must be called in "
                               "PascalCase, such as \"" +
                                   pascal_case(stem) + ".schema\"");
        }
        files_.emplace(module,
                       "schemas/" + name.substr(0, slash == std::string::npos ? 0 : slash + 1));
        return add_type(module, file, std::move(stem), text);
    }
    if (is_metaschema(text)) {
        files_.emplace(stem, file);
        return add_type(stem, file, pascal_case(stem), text);
    }
    auto module = make_module(stem, file);
    module->text = std::move(text);
    module = sources_.add(std::move(module), name);
    if (module) model_.modules.push_back(std::move(module));
}

void ContractFiles::add_type(const std::string& module, const std::string& file, std::string type,
                             std::string_view text) {
    auto root = parse_data(file, text, diagnostics_);
    auto& types = types_.try_emplace(module, diagnostics_).first->second;
    if (root) types.add_type(std::move(type), *std::move(root));
}

void ContractFiles::finish() {
    for (auto& [stem, types] : types_) {
        const auto name = stem + std::string(extension);
        const Source* known = sources_.find(name);
        if (const Node* defined = known ? known->root.find("$defs") : nullptr) {
            for (const NodeMember& each : defined->members) types.add_name(each.key);
        }
        Node definitions = types.definitions();
        if (known) {
            sources_.define(name, std::move(definitions));
            continue;
        }
        Node root = object_node({files_.at(stem), 1, 1});
        tools::add(root, "$defs", std::move(definitions));
        model_.modules.push_back(
            sources_.add(make_module(stem, files_.at(stem)), name, std::move(root)));
    }
    std::ranges::sort(model_.modules, {}, [](const std::unique_ptr<Module>& each) {
        return std::tie(each->name, each->version);
    });
}

}  // namespace strata::tools

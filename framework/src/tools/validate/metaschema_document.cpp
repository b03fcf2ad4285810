#include "tools/validate/metaschema_document.hpp"

#include <fstream>
#include <iterator>
#include <memory>

#include "tools/contract/closed_schema.hpp"
#include "tools/metaschema/data_reader.hpp"
#include "tools/metaschema/meta_module.hpp"
#include "tools/metaschema/nodes.hpp"
#include "tools/model/names.hpp"

namespace strata::tools {

namespace {

namespace fs = std::filesystem;

auto read(const fs::path& file) -> std::string {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

// A type for each file of the folder that is in this notation.
void add_types(const fs::path& folder, const fs::path& extension, MetaModule& types,
               Diagnostics& diagnostics) {
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (!entry.is_regular_file() || entry.path().extension() != extension) continue;
        const auto text = read(entry.path());
        if (!is_metaschema(text)) continue;
        auto root = parse_data(entry.path().string(), text, diagnostics);
        if (root) types.add_type(pascal_case(entry.path().stem().string()), *std::move(root));
    }
}

}  // namespace

auto metaschema_document(const fs::path& file, Diagnostics& diagnostics)
    -> std::optional<json::Json> {
    MetaModule types(diagnostics);
    const auto folder = file.parent_path();
    add_types(folder.empty() ? "." : folder, file.extension(), types, diagnostics);
    Node root = object_node({file.string(), 1, 1});
    add(root, "$defs", types.definitions());
    if (!diagnostics.empty()) return std::nullopt;
    Sources sources(diagnostics);
    auto module = std::make_unique<Module>();
    module->cpp_name = "types";
    const auto owner = sources.add(std::move(module), "types.schema", std::move(root));
    const auto name = pascal_case(file.stem().string());
    const auto target = sources.resolve_name(sources.all().front(), name, {file.string(), 1, 1});
    auto document = target ? closed_schema(sources, target) : json::Json();
    if (!diagnostics.empty()) return std::nullopt;
    return document;
}

}  // namespace strata::tools

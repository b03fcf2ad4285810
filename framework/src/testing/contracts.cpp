#include "testing/contracts.hpp"

#include <stdexcept>

namespace strata::testing {

auto load_contracts(const contract::Registry& registry) -> tools::Contracts {
    constexpr std::string_view folder = "schemas/";
    std::vector<std::pair<std::string, std::string>> files;
    for (const contract::EmbeddedFile& file : registry.files) {
        if (file.path.starts_with(folder))
            files.emplace_back(file.path.substr(folder.size()), file.text);
    }
    tools::Diagnostics diagnostics;
    auto contracts = tools::load_schemas(std::move(files), diagnostics);
    if (!diagnostics.empty()) throw std::runtime_error(diagnostics.to_string());
    return contracts;
}

}  // namespace strata::testing

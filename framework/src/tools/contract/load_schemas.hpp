#pragma once
// load_schemas: contracts with the schemas of what goes over the wire, each in one document, closed
// as contracts are (closed_schema.hpp): what tools compare and make documents of.
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "strata/json/json.hpp"
#include "tools/model/diagnostics.hpp"
#include "tools/model/model.hpp"

namespace strata::tools {

struct WireSchemas {
    json::Json parameters{};             // of a method
    std::optional<json::Json> result{};  // a method's returns; an event's or error's data
    std::vector<json::Json> examples{};  // of a method, as they are written
};

struct Contracts {
    Model model{};
    std::map<std::string, WireSchemas> methods{};  // "orders/place", "orders.2/place"
    std::map<std::string, WireSchemas> events{};
    std::map<std::string, WireSchemas> errors{};

    [[nodiscard]] static auto name(const Module& module, const std::string& member) -> std::string {
        const auto version = module.version > 1 ? "." + std::to_string(module.version) : "";
        return module.name + version + "/" + member;
    }
};

// As load_texts() and load().
[[nodiscard]] auto load_schemas(std::vector<std::pair<std::string, std::string>> files,
                                Diagnostics& diagnostics) -> Contracts;
// The files of a folder of contracts: {"orders.schema", "{...}"}.
[[nodiscard]] auto read_contracts(const std::filesystem::path& folder, Diagnostics& diagnostics)
    -> std::vector<std::pair<std::string, std::string>>;

}  // namespace strata::tools

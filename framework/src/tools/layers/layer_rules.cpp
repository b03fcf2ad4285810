#include "tools/layers/layer_rules.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "tools/layers/standard_headers.hpp"

namespace strata::tools {
namespace {

constexpr std::array layers{std::pair(Layer::domain, std::string_view("domain")),
                            std::pair(Layer::db, std::string_view("db")),
                            std::pair(Layer::api, std::string_view("api"))};

// Of the service's own layers and of Strata; a name that ends in / is a folder.
constexpr auto domain_headers =
    std::to_array<std::string_view>({"domain/", "schemas/", "strata/values.hpp", "strata/values/"});
constexpr auto db_headers = std::to_array<std::string_view>(
    {"db/", "schemas/", "strata/data/", "strata/values.hpp", "strata/values/"});
constexpr auto api_headers = std::to_array<std::string_view>(
    {"api/", "db/", "domain/", "schemas/", "strata/context.hpp", "strata/files.hpp",
     "strata/loop/when_all.hpp", "strata/security/", "strata/values.hpp", "strata/values/"});

auto headers_of(Layer layer) -> std::span<const std::string_view> {
    switch (layer) {
        case Layer::domain: return domain_headers;
        case Layer::db: return db_headers;
        case Layer::api: return api_headers;
    }
    std::unreachable();
}

// Handlers run on the event loop: what blocks it or needs a thread of its own is not for them.
auto is_standard_for(Layer layer, std::string_view name) -> bool {
    if (is_pure_standard_header(name)) return true;
    const auto reach = standard_header_reach(name);
    return layer == Layer::api && reach && *reach != "threads" &&
           *reach != "standard input and output" && *reach != "standard output";
}

auto is_allowed(Layer layer, const Include& include) -> bool {
    return std::ranges::any_of(headers_of(layer), [&](std::string_view known) {
        return known.ends_with('/') ? include.target.starts_with(known) : include.target == known;
    });
}

auto advice(Layer layer) -> std::string_view {
    switch (layer) {
        case Layer::domain:
            return "domain/ is pure and knows the schemas' types, strata/values.hpp and standard "
                   "headers of values and "
                   "algorithms; take time, identity and state as parameters and let the handler "
                   "fetch them";
        case Layer::db:
            return "db/ knows the schemas' types and strata/data/; state the query in a .sql file";
        case Layer::api:
            return "api/ knows domain/, db/, its contracts, strata/context.hpp and "
                   "strata/security/; what waits goes "
                   "through the Context, what blocks through context.offload()";
    }
    std::unreachable();
}

}  // namespace

auto layer_name(Layer layer) -> std::string_view {
    return std::ranges::find(layers, layer, &decltype(layers)::value_type::first)->second;
}

auto parse_layer(std::string_view name) -> std::optional<Layer> {
    const auto* found = std::ranges::find(layers, name, &decltype(layers)::value_type::second);
    if (found == layers.end()) return std::nullopt;
    return found->first;
}

auto refusal(Layer layer, const Include& include) -> std::optional<std::string> {
    const bool standard = include.angled && is_standard_for(layer, include.target);
    if (standard || is_allowed(layer, include)) return std::nullopt;
    const auto name = include.angled ? "<" + include.target + ">" : "\"" + include.target + "\"";
    auto message = std::string(layer_name(layer)) + "/ may not include " + name;
    if (const auto reach = standard_header_reach(include.target)) {
        message += ", which reaches " + std::string(*reach);
    }
    return message + ": " + std::string(advice(layer));
}

}  // namespace strata::tools

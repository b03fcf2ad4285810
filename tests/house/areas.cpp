#include "house/areas.hpp"

#include <algorithm>
#include <array>

namespace tests::house {
namespace {

constexpr auto order = std::to_array<std::string_view>(
    {"values", "json", "config", "log", "metrics", "loop", "schema", "data", "events", "security",
     "contract", "runtime", "tools", "testing"});

auto first_folder(std::string_view path) -> std::string_view {
    const auto slash = path.find('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

auto without(std::string_view path, std::string_view prefix) -> std::string_view {
    return path.starts_with(prefix) ? path.substr(prefix.size()) : path;
}

}  // namespace

auto area_rank(std::string_view area) -> std::optional<std::size_t> {
    const auto* found = std::ranges::find(order, area);
    if (found == order.end()) return std::nullopt;
    return static_cast<std::size_t>(found - order.begin());
}

auto area_of_file(std::string_view path) -> std::string_view {
    return first_folder(without(without(path, "framework/include/strata/"), "framework/src/"));
}

auto area_of_include(const strata::tools::Include& include) -> std::string_view {
    if (include.angled) return {};
    return first_folder(without(include.target, "strata/"));
}

}  // namespace tests::house

#include "strata/runtime/health.hpp"

#include <algorithm>

namespace strata::runtime {

void Health::add(std::string name, Check check) {
    checks_.emplace_back(std::move(name), std::move(check));
}

void Health::remove(std::string_view name) {
    std::erase_if(checks_, [name](const auto& check) { return check.first == name; });
}

auto Health::ready() const -> bool {
    return phase_.empty() &&
           std::ranges::all_of(checks_, [](const auto& check) { return check.second().empty(); });
}

auto Health::results() const -> std::vector<CheckResult> {
    std::vector<CheckResult> results{{.name = "service", .problem = phase_}};
    for (const auto& [name, check] : checks_) {
        results.push_back(CheckResult{.name = name, .problem = check()});
    }
    return results;
}

}  // namespace strata::runtime

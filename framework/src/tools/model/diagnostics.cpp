#include "tools/model/diagnostics.hpp"

#include <algorithm>
#include <tuple>

namespace strata::tools {

auto to_string(const Location& location) -> std::string {
    std::string text = location.file;
    if (location.line != 0) {
        text += ':' + std::to_string(location.line);
        if (location.column != 0) text += ':' + std::to_string(location.column);
    }
    return text;
}

void Diagnostics::error(const Location& location, std::string message) {
    errors_.push_back({location, std::move(message)});
}

auto Diagnostics::sorted() const -> std::vector<Diagnostic> {
    auto key = [](const Diagnostic& d) { return std::tie(d.location, d.message); };
    auto errors = errors_;
    std::ranges::stable_sort(errors, {}, key);
    const auto rest = std::ranges::unique(errors, {}, key);
    errors.erase(rest.begin(), rest.end());
    return errors;
}

auto Diagnostics::to_string() const -> std::string {
    std::string text;
    for (const Diagnostic& error : sorted()) {
        text += tools::to_string(error.location) + ": error: " + error.message + '\n';
    }
    return text;
}

}  // namespace strata::tools

#include "strata/json/suggest.hpp"

#include <algorithm>
#include <vector>

namespace strata::json {
namespace {

constexpr std::size_t max_word = 64;
constexpr unsigned edit = 2;
constexpr unsigned case_edit = 1;

auto lower(char c) -> char { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

auto replace_cost(char a, char b) -> unsigned {
    if (a == b) return 0;
    return lower(a) == lower(b) ? case_edit : edit;
}

// Optimal string alignment distance, in half edits.
auto distance(std::string_view a, std::string_view b) -> unsigned {
    const std::size_t width = b.size() + 1;
    std::vector<unsigned> before(width), above(width), row(width);
    for (std::size_t j = 0; j < width; ++j) above[j] = static_cast<unsigned>(j) * edit;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = static_cast<unsigned>(i) * edit;
        for (std::size_t j = 1; j < width; ++j) {
            row[j] = std::min({above[j] + edit, row[j - 1] + edit,
                               above[j - 1] + replace_cost(a[i - 1], b[j - 1])});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before[j - 2] + edit);
            }
        }
        before.swap(above);
        above.swap(row);
    }
    return above[b.size()];
}

}  // namespace

auto nearest(std::string_view word, std::span<const std::string_view> candidates)
    -> std::string_view {
    if (word.empty() || word.size() > max_word) return {};
    const auto few = static_cast<unsigned>(word.size() <= 3 ? 1 : word.size() <= 7 ? 2 : 3);
    unsigned best = few * edit + 1;
    std::string_view found;
    for (const auto candidate : candidates) {
        if (candidate.size() > max_word) continue;
        if (const unsigned cost = distance(word, candidate); cost < best) {
            best = cost;
            found = candidate;
        }
    }
    return found;
}

auto with_suggestion(std::string_view message, std::string_view word,
                     std::span<const std::string_view> candidates) -> std::string {
    std::string out(message);
    if (const auto found = nearest(word, candidates); !found.empty()) {
        out.append("; did you mean \"").append(found).append("\"?");
    }
    return out;
}

}  // namespace strata::json

#include "tools/contract/fields.hpp"

#include <algorithm>
#include <charconv>

#include "strata/config/units.hpp"
#include "strata/json/suggest.hpp"

namespace strata::tools {

namespace {

auto is_date(std::string_view text) -> bool {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    unsigned year = 0;
    unsigned month = 0;
    unsigned day = 0;
    auto number = [&](std::size_t from, std::size_t size, unsigned& out) {
        const char* first = text.data() + from;
        return std::from_chars(first, first + size, out).ptr == first + size;
    };
    if (!number(0, 4, year) || !number(5, 2, month) || !number(8, 2, day)) return false;
    return std::chrono::year_month_day(std::chrono::year(static_cast<int>(year)),
                                       std::chrono::month(month), std::chrono::day(day))
        .ok();
}

}  // namespace

Fields::Fields(const Node& node, std::string_view what,
               std::initializer_list<std::string_view> names, Diagnostics& diagnostics)
    : node_(node), what_(what), diagnostics_(diagnostics) {
    if (!node.is_object()) {
        diagnostics.error(node.location, "a " + what_ + " must be an object");
        return;
    }
    const std::span<const std::string_view> known(names.begin(), names.size());
    for (const NodeMember& member : node.members) {
        if (std::ranges::find(known, member.key) != known.end()) continue;
        diagnostics.error(member.location, json::with_suggestion(
                                               "unknown field \"" + member.key + "\" of a " + what_,
                                               member.key, known));
    }
}

auto Fields::text(std::string_view name) -> std::string {
    const Node* node = find(name);
    if (!node) return {};
    if (node->is_string()) return node->text;
    error(node->location, std::string(name) + " must be a string");
    return {};
}

auto Fields::required_text(std::string_view name) -> std::string {
    if (!find(name) && node_.is_object()) {
        error(node_.location, "a " + what_ + " needs \"" + std::string(name) + "\"");
    }
    return text(name);
}

auto Fields::word(std::string_view name, std::initializer_list<std::string_view> words)
    -> std::string {
    const Node* node = find(name);
    if (!node) return std::string(*words.begin());
    if (node->is_string() && std::ranges::find(words, node->text) != words.end()) return node->text;
    std::string message = std::string(name) + " must be one of";
    for (const std::string_view word : words) {
        message += (word == *words.begin() ? " " : ", ") + std::string(word);
    }
    error(node->location,
          json::with_suggestion(message, node->text, std::span(words.begin(), words.size())));
    return std::string(*words.begin());
}

auto Fields::count(std::string_view name, std::int64_t min, std::int64_t max)
    -> std::optional<std::int64_t> {
    const Node* node = find(name);
    if (!node) return std::nullopt;
    const auto value = node->as_int64();
    if (value && *value >= min && *value <= max) return value;
    error(node->location, std::string(name) + " must be an integer from " + std::to_string(min) +
                              " to " + std::to_string(max));
    return std::nullopt;
}

auto Fields::duration(std::string_view name) -> std::optional<std::chrono::milliseconds> {
    const Node* node = find(name);
    if (!node) return std::nullopt;
    const auto value = node->is_string() ? config::parse_duration(node->text) : std::nullopt;
    if (value && value->count() > 0 && value->count() % 1000 == 0) {
        return std::chrono::duration_cast<std::chrono::milliseconds>(*value);
    }
    error(
        node->location,
        std::string(name) + " must be a duration above zero, such as \"500ms\", \"5s\" or \"1m\"");
    return std::nullopt;
}

auto Fields::size(std::string_view name) -> std::size_t {
    const Node* node = find(name);
    if (!node) return 0;
    const auto value = node->is_string() ? config::parse_size(node->text) : std::nullopt;
    if (value && *value > 0) return *value;
    error(node->location,
          std::string(name) + " must be a size above zero, such as \"512B\", \"64kB\" or \"1MB\"");
    return 0;
}

auto Fields::date(std::string_view name) -> std::string {
    auto value = text(name);
    if (value.empty() || is_date(value)) return value;
    error(find(name)->location, std::string(name) + " must be a date, such as \"2026-01-31\"");
    return {};
}

}  // namespace strata::tools

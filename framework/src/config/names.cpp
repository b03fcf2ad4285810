#include "config/names.hpp"

namespace strata::config {

namespace {

auto is_upper(char c) -> bool { return c >= 'A' && c <= 'Z'; }
auto is_lower(char c) -> bool { return c >= 'a' && c <= 'z'; }

}  // namespace

auto variable_name(std::string_view key) -> std::string {
    std::string name = "STRATA_";
    char last = '.';
    for (const char c : key) {
        if (is_upper(c) && last != '.' && !is_upper(last)) name += '_';
        if (c == '.') {
            name += '_';
        } else {
            name += is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
        }
        last = c;
    }
    return name;
}

auto full_name(std::string_view section, std::string_view key) -> std::string {
    if (section.empty()) return std::string(key);
    return std::string(section) + '.' + std::string(key);
}

}  // namespace strata::config

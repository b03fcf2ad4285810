#include "strata/json/pointer.hpp"

#include <charconv>

namespace strata::json {
namespace {

auto unescape(std::string_view token) -> std::optional<std::string> {
    std::string out;
    for (std::size_t i = 0; i < token.size(); ++i) {
        if (token[i] != '~') {
            out += token[i];
            continue;
        }
        if (++i == token.size() || (token[i] != '0' && token[i] != '1')) return std::nullopt;
        out += token[i] == '0' ? '~' : '/';
    }
    return out;
}

}  // namespace

void append_token(std::string& pointer, std::string_view token) {
    pointer += '/';
    for (const char c : token) {
        if (c == '~') {
            pointer += "~0";
        } else if (c == '/') {
            pointer += "~1";
        } else {
            pointer += c;
        }
    }
}

void append_token(std::string& pointer, std::size_t index) {
    pointer += '/';
    pointer += std::to_string(index);
}

auto split_pointer(std::string_view pointer) -> std::optional<std::vector<std::string>> {
    std::vector<std::string> tokens;
    while (!pointer.empty()) {
        if (pointer.front() != '/') return std::nullopt;
        pointer.remove_prefix(1);
        const auto token = pointer.substr(0, pointer.find('/'));
        auto text = unescape(token);
        if (!text) return std::nullopt;
        tokens.push_back(*std::move(text));
        pointer.remove_prefix(token.size());
    }
    return tokens;
}

auto parse_index(std::string_view token) noexcept -> std::optional<std::size_t> {
    if (token.empty() || (token.size() > 1 && token.front() == '0')) return std::nullopt;
    std::size_t index = 0;
    const char* end = token.data() + token.size();
    const auto [stop, error] = std::from_chars(token.data(), end, index);
    if (error != std::errc() || stop != end) return std::nullopt;
    return index;
}

}  // namespace strata::json

#include "tools/layers/include_scan.hpp"

#include <optional>

#include "tools/layers/code_text.hpp"

namespace strata::tools {
namespace {

void skip_blanks(std::string_view& text) {
    const auto start = text.find_first_not_of(" \t");
    text.remove_prefix(start == std::string_view::npos ? text.size() : start);
}

auto skip_word(std::string_view& text, std::string_view word) -> bool {
    skip_blanks(text);
    if (!text.starts_with(word)) return false;
    text.remove_prefix(word.size());
    skip_blanks(text);
    return true;
}

auto include_of(std::string_view line, std::size_t number) -> std::optional<Include> {
    if (!skip_word(line, "#") || !(skip_word(line, "include_next") || skip_word(line, "include"))) {
        return std::nullopt;
    }
    if (line.empty() || (line.front() != '<' && line.front() != '"')) {
        return Include{std::string(line), true,
                       number};  // a macro: it names no header that could be known
    }
    const auto end = line.find(line.front() == '<' ? '>' : '"', 1);
    return Include{std::string(line.substr(1, end == std::string_view::npos ? end : end - 1)),
                   line.front() == '<', number};
}

}  // namespace

auto scan_includes(std::string_view source) -> std::vector<Include> {
    std::vector<Include> includes;
    const auto code = code_text(source, Literals::keep);
    std::string_view rest = code;
    for (std::size_t number = 1; !rest.empty(); ++number) {
        const auto end = std::min(rest.find('\n'), rest.size());
        if (auto include = include_of(rest.substr(0, end), number)) {
            includes.push_back(std::move(*include));
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return includes;
}

}  // namespace strata::tools

#include "tools/source/comments.hpp"

#include <algorithm>

namespace strata::tools {

namespace {

auto after_string(std::string_view text, std::size_t i) -> std::size_t {
    for (++i; i < text.size() && text[i] != '"' && text[i] != '\n'; ++i) {
        if (text[i] == '\\') ++i;
    }
    return std::min(i + 1, text.size());
}

auto after_comment(std::string_view text, std::size_t i) -> std::size_t {
    const bool block = text[i + 1] == '*';
    const auto end = block ? text.find("*/", i + 2) : text.find('\n', i);
    if (end == std::string_view::npos) return text.size();
    return block ? end + 2 : end;
}

void blank(std::string& text, std::size_t from, std::size_t to) {
    std::replace_if(
        text.begin() + static_cast<std::ptrdiff_t>(from),
        text.begin() + static_cast<std::ptrdiff_t>(to), [](char c) { return c != '\n'; }, ' ');
}

}  // namespace

auto without_comments(std::string_view text) -> std::string {
    std::string result(text);
    std::size_t comma = std::string::npos;  // one that nothing but blanks has followed so far
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        if (c == '/' && i + 1 < text.size() && (text[i + 1] == '/' || text[i + 1] == '*')) {
            const auto end = after_comment(text, i);
            blank(result, i, end);
            i = end;
            continue;
        }
        if ((c == '}' || c == ']') && comma != std::string::npos) result[comma] = ' ';
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
            comma = c == ',' ? i : std::string::npos;
        }
        i = c == '"' ? after_string(text, i) : i + 1;
    }
    return result;
}

}  // namespace strata::tools

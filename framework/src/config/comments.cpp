#include "config/comments.hpp"

#include <algorithm>

namespace strata::config {

namespace {

auto is_space(char c) -> bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// Past the string that begins at `from`.
auto after_string(std::string_view text, std::size_t from) -> std::size_t {
    for (std::size_t i = from + 1; i < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (text[i] == '"') {
            return i + 1;
        }
    }
    return text.size();
}

// Past the comment that begins at `from`; `from` itself if none does. One without an end is left
// for the reader to refuse.
auto after_comment(std::string_view text, std::size_t from) -> std::size_t {
    const std::string_view begin = text.substr(from, 2);
    if (begin == "//") return std::min(text.find('\n', from), text.size());
    if (begin != "/*") return from;
    const std::size_t end = text.find("*/", from + 2);
    return end == std::string_view::npos ? from : end + 2;
}

void blank(std::string& text, std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
        if (!is_space(text[i])) text[i] = ' ';
    }
}

}  // namespace

auto without_comments(std::string_view text) -> std::string {
    std::string plain(text);
    std::size_t comma = std::string::npos;  // the last token, if that is a comma after a value
    char last = '{';
    for (std::size_t i = 0; i < plain.size();) {
        if (const std::size_t end = after_comment(plain, i); end != i) {
            blank(plain, i, end);
            i = end;
        } else if (plain[i] == '"') {
            i = after_string(plain, i);
            comma = std::string::npos;
            last = '"';
        } else {
            const char c = plain[i];
            if ((c == '}' || c == ']') && comma != std::string::npos) plain[comma] = ' ';
            if (!is_space(c)) {
                const bool after_value = last != '{' && last != '[' && last != ',';
                comma = c == ',' && after_value ? i : std::string::npos;
                last = c;
            }
            ++i;
        }
    }
    return plain;
}

}  // namespace strata::config

#include "data/postgres/split.hpp"

#include <algorithm>

namespace strata::data::postgres {
namespace {

constexpr std::string_view spaces = " \t\r\n";

auto is_tag_character(char c) -> bool {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (c & 0x80) != 0;
}

auto until(std::string_view text, std::string_view end, std::size_t from) -> std::size_t {
    const std::size_t at = text.find(end, from);
    return at == std::string_view::npos ? text.size() : at + end.size();
}

// Block comments nest.
auto comment_length(std::string_view text) -> std::size_t {
    std::size_t depth = 0;
    for (std::size_t at = 0; at + 1 < text.size(); ++at) {
        const std::string_view two = text.substr(at, 2);
        if (two == "/*") ++depth, ++at;
        if (two == "*/" && (++at, --depth == 0)) return at + 1;
    }
    return text.size();
}

auto string_length(std::string_view text, bool escapes) -> std::size_t {
    for (std::size_t at = 1; at < text.size(); ++at) {
        if (escapes && text[at] == '\\') {
            ++at;
        } else if (text[at] == '\'') {
            return at + 1;  // a doubled quote begins another string behind it
        }
    }
    return text.size();
}

// $tag$ ... $tag$; 1 for a dollar that begins none.
auto dollar_length(std::string_view text) -> std::size_t {
    const auto* end = std::find_if_not(text.begin() + 1, text.end(), &is_tag_character);
    if (end == text.end() || *end != '$') return 1;
    const auto size = static_cast<std::size_t>(end - text.begin()) + 1;
    if (size > 2 && text[1] >= '0' && text[1] <= '9') return 1;
    return until(text, text.substr(0, size), size);
}

// The length of the comment, quote or other character at `at`.
auto token_length(std::string_view text, std::size_t at) -> std::size_t {
    const std::string_view rest = text.substr(at);
    const char before = at > 0 ? text[at - 1] : ' ';
    if (rest.starts_with("--")) return until(rest, "\n", 2);
    if (rest.starts_with("/*")) return comment_length(rest);
    if (rest.front() == '\'') return string_length(rest, before == 'E' || before == 'e');
    if (rest.front() == '"') return until(rest, "\"", 1);
    if (rest.front() == '$' && !is_tag_character(before)) return dollar_length(rest);
    const auto* end = std::ranges::find_if_not(rest, &is_tag_character);
    return std::max<std::size_t>(1, static_cast<std::size_t>(end - rest.begin()));
}

auto is_comment(std::string_view rest) -> bool {
    return rest.starts_with("--") || rest.starts_with("/*");
}

auto equals(std::string_view word, std::string_view upper) -> bool {
    return std::ranges::equal(word, upper, [](char a, char b) {
        return (a >= 'a' && a <= 'z' ? static_cast<char>(a - 'a' + 'A') : a) == b;
    });
}

// Whether a semicolon ends the statement, or stands in the body of a function or procedure:
// CREATE [OR REPLACE] FUNCTION ... BEGIN ATOMIC ...; ...; END
class Body final {
  public:
    void take(std::string_view word) {
        ++words_;
        if (words_ == 1) creates_ = equals(word, "CREATE");
        const bool replaces = equals(word, "OR") || equals(word, "REPLACE");
        if (words_ > 1 && creates_ && !is_routine_ && !replaces) {
            is_routine_ = equals(word, "FUNCTION") || equals(word, "PROCEDURE");
            creates_ = is_routine_;
        }
        if (!is_routine_) return;
        if (equals(word, "ATOMIC") && after_begin_) depth_ = 1;
        if (depth_ > 0 && equals(word, "CASE")) ++depth_;
        if (depth_ > 0 && equals(word, "END")) --depth_;
        after_begin_ = equals(word, "BEGIN");
    }
    [[nodiscard]] auto is_open() const -> bool { return depth_ > 0; }

  private:
    std::size_t words_ = 0;
    bool creates_ = false;
    bool is_routine_ = false;
    bool after_begin_ = false;
    int depth_ = 0;
};

}  // namespace

auto split_script(std::string_view text) -> std::vector<ScriptStatement> {
    std::vector<ScriptStatement> statements;
    std::size_t begin = std::string_view::npos;
    std::size_t line = 1;
    std::size_t begin_line = 1;
    Body body;
    const auto finish = [&](std::size_t end) {
        if (begin != std::string_view::npos)
            statements.push_back({text.substr(begin, end - begin), begin_line});
        begin = std::string_view::npos;
        body = {};
    };
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = token_length(text, at);
        const bool blank =
            spaces.find(text[at]) != std::string_view::npos || is_comment(text.substr(at));
        if (is_tag_character(text[at])) body.take(text.substr(at, length));
        if (text[at] == ';' && !body.is_open()) {
            finish(at);
        } else if (!blank && begin == std::string_view::npos) {
            begin = at;
            begin_line = line;
        }
        const std::string_view token = text.substr(at, length);
        line += static_cast<std::size_t>(std::count(token.begin(), token.end(), '\n'));
        at += length;
    }
    finish(text.size());
    return statements;
}

}  // namespace strata::data::postgres

#include "tools/scaffold/contract_edit.hpp"

#include <algorithm>

#include "strata/json/source.hpp"
#include "tools/metaschema/data_reader.hpp"

namespace strata::tools::scaffold {
namespace {

constexpr std::string_view methods_pointer = "/methods";

auto offset_of(std::string_view text, const json::Position& position) -> std::size_t {
    std::size_t at = 0;
    for (std::size_t line = 1; line < position.line; ++line) at = text.find('\n', at) + 1;
    auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
    for (std::size_t column = 1; column < position.column; ++column) {
        ++at;
        while (at < text.size() && continues(text[at])) ++at;
    }
    return at;
}

// Of the brace that closes the one at `open`, in a text without comments.
auto closing_brace(std::string_view text, std::size_t open) -> std::size_t {
    std::size_t depth = 0;
    for (std::size_t at = open;; ++at) {
        if (text[at] == '"') {
            while (text[++at] != '"') at += text[at] == '\\' ? 1 : 0;
        } else if (text[at] == '{' || text[at] == '[') {
            ++depth;
        } else if ((text[at] == '}' || text[at] == ']') && --depth == 0) {
            return at;
        }
    }
}

auto line_start(std::string_view text, std::size_t at) -> std::size_t {
    const auto before = text.substr(0, at).rfind('\n');
    return before == std::string_view::npos ? 0 : before + 1;
}

auto indentation_at(std::string_view text, std::size_t at) -> std::string {
    const auto start = line_start(text, at);
    const auto end = text.find_first_not_of(" \t", start);
    return std::string(text.substr(start, end - start));
}

// Whole lines, ended as the text's own are.
auto indented(std::string_view entry, const std::string& indentation, std::string_view newline)
    -> std::string {
    std::string out = indentation;
    for (const char c : entry) {
        if (c == '\n') {
            out.append(newline).append(indentation);
        } else {
            out += c;
        }
    }
    return out.append(newline);
}

// Whether a comma, outside of comments, stands between the last member and the closing brace:
// blanked as trailing, it is the only comma there that a parser without comments would see.
auto has_trailing_comma(std::string_view text, std::size_t from, std::size_t to) -> bool {
    for (std::size_t at = from; at < to; ++at) {
        if (text.substr(at, 2) == "//") {
            at = std::min(text.find('\n', at), to);
        } else if (text.substr(at, 2) == "/*") {
            at = std::min(text.find("*/", at + 2) + 1, to);
        } else if (text[at] == ',') {
            return true;
        }
    }
    return false;
}

auto insert(const std::string& text, std::size_t open, std::string_view entry) -> std::string {
    const std::string blank = json::blank_comments(text);
    const auto close = closing_brace(blank, open);
    const auto last = blank.find_last_not_of(" \t\r\n", close - 1);
    const bool empty = last == open;
    const auto first = blank.find_first_not_of(" \t\r\n", open + 1);
    const bool on_lines = !empty && blank.substr(open, first - open).contains('\n');
    const auto outer = indentation_at(text, open);
    const auto inner = on_lines ? indentation_at(text, first) : outer + "  ";

    const std::string newline = text.contains("\r\n") ? "\r\n" : "\n";

    std::string out = text.substr(0, last + 1);
    if (!empty && !has_trailing_comma(text, last + 1, close)) out += ',';
    // What follows the last member, such as a comment, stays with it.
    const auto brace_line = std::max(line_start(text, close), last + 1);
    const bool alone = text.find_first_not_of(" \t", brace_line) == close && brace_line > last + 1;
    const auto rest = alone ? brace_line : close;
    out += text.substr(last + 1, rest - last - 1);
    if (!alone) {
        while (out.ends_with(' ')) out.pop_back();
        out += newline;
    }
    out += indented(entry, inner, newline) + (alone ? "" : outer);
    return out + text.substr(rest);
}

}  // namespace

auto with_method(const std::string& file, const std::string& text, const std::string& method,
                 std::string_view entry) -> std::expected<std::string, std::string> {
    if (is_metaschema(text))
        return std::unexpected(file + ":1:1: metaschema notation makes a type, and has no methods");
    const auto document = json::parse_source(file, text);
    if (!document) return std::unexpected(document.error().to_string());
    const json::Json* methods =
        document->root().is_object() ? document->root().find("methods") : nullptr;
    if (methods == nullptr || !methods->is_object())
        return std::unexpected(
            document->error_at_value("", "no \"methods\": add \"methods\": {} to it").to_string());
    if (methods->find(method) != nullptr) {
        const auto pointer = std::string(methods_pointer) + "/" + method;
        return std::unexpected(
            document->error_at_key(pointer, "there is a method \"" + method + "\" already")
                .to_string());
    }
    return insert(text, offset_of(text, document->value_position(methods_pointer)), entry);
}

}  // namespace strata::tools::scaffold

#include "tools/metaschema/data_text.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "strata/json/utf8.hpp"

namespace strata::tools {

namespace {

auto is_digit(char c) -> bool { return c >= '0' && c <= '9'; }

auto read_hex(std::string_view text, std::size_t& at, std::size_t digits)
    -> std::optional<std::uint32_t> {
    std::uint32_t value = 0;
    const auto part = text.substr(std::min(at, text.size()), digits);
    const auto result = std::from_chars(part.data(), part.data() + part.size(), value, 16);
    if (part.size() != digits || digits == 0 || result.ptr != part.data() + digits) {
        return std::nullopt;
    }
    at += digits;
    return value;
}

// "\u0041", "\u{1F600}"; `at` is after the u.
auto read_unit(std::string_view text, std::size_t& at) -> std::optional<std::uint32_t> {
    if (!text.substr(at).starts_with('{')) return read_hex(text, at, 4);
    const auto close = text.find('}', at);
    if (close == std::string_view::npos || close - at > 7) return std::nullopt;
    ++at;
    const auto value = read_hex(text, at, close - at);
    ++at;
    return value;
}

auto read_unicode(std::string_view text, std::size_t& at) -> std::optional<std::uint32_t> {
    const auto first = read_unit(text, at);
    if (!first || *first < 0xD800 || *first > 0xDFFF) {
        return first && *first <= 0x10FFFF ? first : std::nullopt;
    }
    if (*first > 0xDBFF || !text.substr(at).starts_with("\\u")) return std::nullopt;
    at += 2;
    const auto second = read_unit(text, at);
    if (!second || *second < 0xDC00 || *second > 0xDFFF) return std::nullopt;
    return 0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00);
}

// `at` is after the backslash.
auto read_escape(std::string_view text, std::size_t& at, std::string& out) -> bool {
    constexpr std::string_view escapes = "nrtbfv0\\'\"/`";
    constexpr std::string_view meanings("\n\r\t\b\f\v\0\\'\"/`", 12);
    const char c = text[at++];
    if (c == '\n') return true;  // the line goes on
    if (c == 'u' || c == 'x') {
        const auto code = c == 'u' ? read_unicode(text, at) : read_hex(text, at, 2);
        if (code) json::append_utf8(out, *code);
        return code.has_value();
    }
    const auto found = escapes.find(c);
    const bool octal = c == '0' && at < text.size() && is_digit(text[at]);
    if (found == std::string_view::npos || octal) return false;
    out += meanings[found];
    return true;
}

void read_digits(std::string_view text, std::size_t& at, std::string& out) {
    while (at < text.size() && is_digit(text[at])) out += text[at++];
}

auto read_hexadecimal(std::string_view text, std::size_t& at, std::string& out) -> bool {
    std::uint64_t value = 0;
    const char* first = text.data() + at + 2;
    const auto result = std::from_chars(first, text.data() + text.size(), value, 16);
    if (result.ec != std::errc() || result.ptr == first) return false;
    at = static_cast<std::size_t>(result.ptr - text.data());
    out += std::to_string(value);
    return true;
}

}  // namespace

auto skip_blanks(std::string_view text, std::size_t at) -> std::optional<std::size_t> {
    while (at < text.size()) {
        const auto rest = text.substr(at);
        if (rest.starts_with("//")) {
            at = std::min(text.find('\n', at), text.size());
        } else if (rest.starts_with("/*")) {
            const auto end = text.find("*/", at + 2);
            if (end == std::string_view::npos) return std::nullopt;
            at = end + 2;
        } else if (std::string_view(" \t\r\n").find(text[at]) != std::string_view::npos) {
            ++at;
        } else {
            break;
        }
    }
    return at;
}

auto is_name_start(char c) -> bool {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
           static_cast<unsigned char>(c) >= 0x80;
}

auto name_at(std::string_view text, std::size_t at) -> std::string_view {
    auto end = at;
    while (end < text.size() && (is_name_start(text[end]) || is_digit(text[end]))) ++end;
    return text.substr(at, end - at);
}

auto read_quoted(std::string_view text, std::size_t& at, std::string& out)
    -> std::optional<std::string> {
    const char quote = text[at++];
    while (at < text.size() && text[at] != quote) {
        const char c = text[at++];
        if (c == '\n') return "a string must end on its line";
        if (c != '\\') {
            out += c;
        } else if (at == text.size() || !read_escape(text, at, out)) {
            return "invalid escape in a string";
        }
    }
    if (at == text.size()) return "a string does not end";
    ++at;
    return std::nullopt;
}

auto read_number(std::string_view text, std::size_t& at, std::string& out)
    -> std::optional<std::string> {
    constexpr auto fault = "invalid number";
    if (text[at] == '-' || text[at] == '+') {
        if (text[at++] == '-') out += '-';
    }
    const auto rest = text.substr(at);
    if (rest.starts_with("0x") || rest.starts_with("0X")) {
        return read_hexadecimal(text, at, out) ? std::nullopt : std::optional<std::string>(fault);
    }
    const auto begin = out.size();
    read_digits(text, at, out);
    const bool whole = out.size() > begin;
    if (whole && out[begin] == '0' && out.size() > begin + 1) return fault;
    if (!whole) out += '0';
    if (at < text.size() && text[at] == '.') {
        ++at;
        std::string fraction;
        read_digits(text, at, fraction);
        if (!whole && fraction.empty()) return fault;
        if (!fraction.empty()) out += "." + fraction;
    } else if (!whole) {
        return fault;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        out += text[at++];
        if (at < text.size() && (text[at] == '+' || text[at] == '-')) out += text[at++];
        const auto before = out.size();
        read_digits(text, at, out);
        if (out.size() == before) return fault;
    }
    const bool ends = at == text.size() || (!is_name_start(text[at]) && text[at] != '.');
    return ends ? std::nullopt : std::optional<std::string>(fault);
}

}  // namespace strata::tools

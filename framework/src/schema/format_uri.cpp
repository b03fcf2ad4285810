#include <algorithm>

#include "schema/formats.hpp"
#include "strata/json/utf8.hpp"

namespace strata::schema {
namespace {

constexpr std::string_view sub_delimiters = "!$&'()*+,;=";

auto is_unreserved(char c) -> bool {
    return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

// ucschar and, in queries, iprivate of RFC 3987.
auto is_international(char32_t c, bool also_private) -> bool {
    if (c >= 0xE000 && c <= 0xF8FF) return also_private;
    if (c < 0x10000) {
        return (c >= 0xA0 && c <= 0xD7FF) || (c >= 0xF900 && c <= 0xFDCF) ||
               (c >= 0xFDF0 && c <= 0xFFEF);
    }
    if (c >= 0xF0000) return also_private && (c & 0xFFFFU) <= 0xFFFD;
    return (c & 0xFFFFU) <= 0xFFFD && (c < 0xE0000 || c >= 0xE1000);
}

// Which characters a part may hold, besides unreserved ones, sub-delimiters and percent-encoded
// bytes.
struct Part {
    std::string_view more;
    bool international = false;
    bool also_private = false;
};

auto is_part(std::string_view text, const Part& part) -> bool {
    const char* end = text.data() + text.size();
    for (const char* p = text.data(); p != end;) {
        const char c = *p;
        if (c == '%') {
            if (end - p < 3 || !is_hex(p[1]) || !is_hex(p[2])) return false;
            p += 3;
        } else if (static_cast<unsigned char>(c) >= 0x80) {
            const auto point = json::decode_utf8(p, end);
            if (!part.international || !is_international(point.value, part.also_private))
                return false;
            p += point.length;
        } else {
            if (!is_unreserved(c) && sub_delimiters.find(c) == std::string_view::npos &&
                part.more.find(c) == std::string_view::npos) {
                return false;
            }
            ++p;
        }
    }
    return true;
}

auto is_future_address(std::string_view text) -> bool {
    if (text.size() < 4 || (text[0] != 'v' && text[0] != 'V')) return false;
    const std::size_t dot = text.find('.');
    if (dot == std::string_view::npos || dot < 2 || dot + 1 == text.size()) return false;
    for (const char c : text.substr(1, dot - 1)) {
        if (!is_hex(c)) return false;
    }
    return text.find('%') == std::string_view::npos && is_part(text.substr(dot + 1), {":"});
}

auto is_port(std::string_view text) -> bool {
    for (const char c : text) {
        if (!is_digit(c)) return false;
    }
    return true;
}

auto is_authority(std::string_view text, bool international) -> bool {
    if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
        if (!is_part(text.substr(0, at), {":", international})) return false;
        text.remove_prefix(at + 1);
    }
    if (text.starts_with('[')) {
        const std::size_t close = text.find(']');
        if (close == std::string_view::npos) return false;
        const auto address = text.substr(1, close - 1);
        if (!is_ipv6(address) && !is_future_address(address)) return false;
        text.remove_prefix(close + 1);
        return text.empty() || (text.front() == ':' && is_port(text.substr(1)));
    }
    const std::size_t colon = text.find(':');
    if (colon != std::string_view::npos && !is_port(text.substr(colon + 1))) return false;
    return is_part(text.substr(0, colon), {"", international});
}

// The text before `mark` and, if there is one, after it.
auto split(std::string_view& text, char mark) -> std::string_view {
    const std::size_t at = text.find(mark);
    if (at == std::string_view::npos) return {};
    const auto after = text.substr(at + 1);
    text = text.substr(0, at);
    return after;
}

auto is_scheme(std::string_view text) -> bool {
    if (text.empty() || !is_letter(text.front())) return false;
    for (const char c : text) {
        if (!is_letter(c) && !is_digit(c) && c != '+' && c != '-' && c != '.') return false;
    }
    return true;
}

auto is_reference(std::string_view text, bool international, bool absolute) -> bool {
    const auto fragment = split(text, '#');
    const auto query = split(text, '?');
    if (!is_part(fragment, {":@/?", international})) return false;
    if (!is_part(query, {":@/?", international, true})) return false;
    const std::size_t colon = text.substr(0, text.find('/')).find(':');
    if (colon != std::string_view::npos) {
        if (!is_scheme(text.substr(0, colon))) return false;
        text.remove_prefix(colon + 1);
    } else if (absolute) {
        return false;
    }
    if (text.starts_with("//")) {
        text.remove_prefix(2);
        const std::size_t slash = std::min(text.find('/'), text.size());
        if (!is_authority(text.substr(0, slash), international)) return false;
        text.remove_prefix(slash);
    }
    return is_part(text, {":@/", international});
}

auto take_variable_character(std::string_view& text) -> bool {
    if (text.empty()) return false;
    if (is_letter(text[0]) || is_digit(text[0]) || text[0] == '_') {
        text.remove_prefix(1);
        return true;
    }
    if (text.size() < 3 || text[0] != '%' || !is_hex(text[1]) || !is_hex(text[2])) return false;
    text.remove_prefix(3);
    return true;
}

// ":" and 1 to 9999, or "*", or nothing.
auto is_modifier(std::string_view text) -> bool {
    if (text.empty() || text == "*") return true;
    if (text.front() != ':' || text.size() < 2 || text.size() > 5 || text[1] == '0') return false;
    return is_port(text.substr(1));
}

auto is_variable(std::string_view text) -> bool {
    if (!take_variable_character(text)) return false;
    while (!text.empty()) {
        if (text.front() == '.') {
            text.remove_prefix(1);
            if (!take_variable_character(text)) return false;
        } else if (!take_variable_character(text)) {
            break;
        }
    }
    return is_modifier(text);
}

auto is_expression(std::string_view text) -> bool {
    if (text.empty()) return false;
    if (std::string_view("+#./;?&=,!@|").find(text.front()) != std::string_view::npos) {
        text.remove_prefix(1);
    }
    while (true) {
        const std::size_t comma = text.find(',');
        if (!is_variable(text.substr(0, comma))) return false;
        if (comma == std::string_view::npos) return true;
        text.remove_prefix(comma + 1);
    }
}

auto is_template_literal(char32_t c) -> bool {
    if (c >= 0x80) return is_international(c, true);
    return c > 0x20 && c != 0x7F &&
           std::string_view("\"%<>\\^`{|}").find(static_cast<char>(c)) == std::string_view::npos;
}

auto is_pointer_token_text(std::string_view text) -> bool {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '~' && (++i == text.size() || (text[i] != '0' && text[i] != '1')))
            return false;
    }
    return true;
}

}  // namespace

auto is_uri(std::string_view text) noexcept -> bool { return is_reference(text, false, true); }
auto is_uri_reference(std::string_view text) noexcept -> bool {
    return is_reference(text, false, false);
}
auto is_iri(std::string_view text) noexcept -> bool { return is_reference(text, true, true); }
auto is_iri_reference(std::string_view text) noexcept -> bool {
    return is_reference(text, true, false);
}

auto is_uri_template(std::string_view text) noexcept -> bool {
    const char* end = text.data() + text.size();
    for (const char* p = text.data(); p != end;) {
        const std::string_view left(p, static_cast<std::size_t>(end - p));
        if (*p == '{') {
            const std::size_t close = left.find('}');
            if (close == std::string_view::npos || !is_expression(left.substr(1, close - 1)))
                return false;
            p += close + 1;
        } else if (*p == '%') {
            if (left.size() < 3 || !is_hex(left[1]) || !is_hex(left[2])) return false;
            p += 3;
        } else {
            const auto point = json::decode_utf8(p, end);
            if (point.length == 0 || !is_template_literal(point.value)) return false;
            p += point.length;
        }
    }
    return true;
}

auto is_json_pointer(std::string_view text) noexcept -> bool {
    return text.empty() || (text.front() == '/' && is_pointer_token_text(text));
}

auto is_relative_json_pointer(std::string_view text) noexcept -> bool {
    std::size_t n = 0;
    while (n < text.size() && is_digit(text[n])) ++n;
    if (n == 0 || (n > 1 && text.front() == '0')) return false;
    text.remove_prefix(n);
    return text == "#" || is_json_pointer(text);
}

}  // namespace strata::schema

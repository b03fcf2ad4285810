#include <idn2.h>

#include <string>
#include <vector>

#include "schema/formats.hpp"
#include "strata/json/utf8.hpp"

namespace strata::schema {
namespace {

constexpr std::size_t max_label = 63;
constexpr std::size_t max_host = 253;

auto is_ascii(std::string_view text) -> bool {
    for (const char c : text) {
        if (static_cast<unsigned char>(c) >= 0x80) return false;
    }
    return true;
}

auto has_ace_prefix(std::string_view label) -> bool {
    return label.size() >= 4 && (label[0] == 'x' || label[0] == 'X') &&
           (label[1] == 'n' || label[1] == 'N') && label[2] == '-' && label[3] == '-';
}

auto as_bytes(const std::string& text) -> const std::uint8_t* {
    return reinterpret_cast<const std::uint8_t*>(text.c_str());
}

// The rules of registration are the strict ones: contextual and bidirectional rules included. An A-label
// must be the very form that its U-label has.
auto is_registrable(std::string_view label, bool ace) -> bool {
    const std::string text(label);
    std::uint8_t* encoded = nullptr;
    const int result = ace ? idn2_register_u8(nullptr, as_bytes(text), &encoded, 0)
                           : idn2_register_u8(as_bytes(text), nullptr, &encoded, 0);
    idn2_free(encoded);
    return result == IDN2_OK;
}

auto is_label(std::string_view label) -> bool {
    if (label.empty() || label.size() > max_label) return false;
    if (label.front() == '-' || label.back() == '-') return false;
    for (const char c : label) {
        if (!is_letter(c) && !is_digit(c) && c != '-') return false;
    }
    return !has_ace_prefix(label) || is_registrable(label, true);
}

auto is_idn_label(std::string_view label) -> bool {
    return is_ascii(label) ? is_label(label) : is_registrable(label, false);
}

// The length of a label separator at the beginning: a full stop, or one of the three other dots of IDNA.
auto separator(std::string_view text, bool international) -> std::size_t {
    if (text.front() == '.') return 1;
    if (!international) return 0;
    for (const std::string_view dot : {"\u3002", "\uFF0E", "\uFF61"}) {
        if (text.starts_with(dot)) return dot.size();
    }
    return 0;
}

template <class Check>
auto each_label(std::string_view text, bool international, Check check) -> bool {
    std::size_t from = 0;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t dot = separator(text.substr(i), international);
        if (dot == 0) {
            ++i;
            continue;
        }
        if (!check(text.substr(from, i - from))) return false;
        i += dot;
        from = i;
    }
    return check(text.substr(from));
}

auto is_atom_character(char c) -> bool {
    return is_letter(c) || is_digit(c) ||
           std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

auto is_dot_string(std::string_view text, bool international) -> bool {
    char before = '.';
    for (const char c : text) {
        const bool other = international && static_cast<unsigned char>(c) >= 0x80;
        if (c == '.' ? before == '.' : !is_atom_character(c) && !other) return false;
        before = c;
    }
    return before != '.';
}

auto is_quoted_string(std::string_view text, bool international) -> bool {
    if (text.size() < 2 || text.front() != '"' || text.back() != '"') return false;
    text = text.substr(1, text.size() - 2);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= 0x80 ? !international : c < 0x20 || c == 0x7F || c == '"') return false;
        if (c == '\\' && (++i == text.size() || text[i] < 0x20 || text[i] == 0x7F)) return false;
    }
    return true;
}

auto is_address_literal(std::string_view text) -> bool {
    if (text.size() < 2 || text.front() != '[' || text.back() != ']') return false;
    text = text.substr(1, text.size() - 2);
    constexpr std::string_view tag = "IPv6:";
    return text.starts_with(tag) ? is_ipv6(text.substr(tag.size())) : is_ipv4(text);
}

auto is_mailbox(std::string_view text, bool international) -> bool {
    const std::size_t at = text.rfind('@');
    if (at == std::string_view::npos || at == 0) return false;
    const auto local = text.substr(0, at);
    const auto domain = text.substr(at + 1);
    const bool quoted = local.front() == '"';
    if (quoted ? !is_quoted_string(local, international) : !is_dot_string(local, international)) {
        return false;
    }
    if (domain.starts_with('[')) return is_address_literal(domain);
    return international ? is_idn_hostname(domain) : is_hostname(domain);
}

}  // namespace

auto is_hostname(std::string_view text) -> bool {
    return text.size() <= max_host && each_label(text, false, is_label);
}

auto is_idn_hostname(std::string_view text) -> bool { return each_label(text, true, is_idn_label); }

auto is_email(std::string_view text) -> bool { return is_mailbox(text, false); }
auto is_idn_email(std::string_view text) -> bool { return is_mailbox(text, true); }

auto is_ipv4(std::string_view text) noexcept -> bool {
    int parts = 0;
    while (true) {
        std::size_t n = 0;
        int value = 0;
        for (; n < text.size() && n < 3 && is_digit(text[n]); ++n) value = value * 10 + (text[n] - '0');
        if (n == 0 || value > 255 || (n > 1 && text.front() == '0')) return false;
        text.remove_prefix(n);
        if (++parts == 4) return text.empty();
        if (!text.starts_with('.')) return false;
        text.remove_prefix(1);
    }
}

auto is_ipv6(std::string_view text) noexcept -> bool {
    int groups = 0;
    bool gap = text.starts_with("::");
    if (gap) text.remove_prefix(2);
    while (!text.empty()) {
        std::size_t n = 0;
        while (n < text.size() && n < 5 && is_hex(text[n])) ++n;
        if (n < text.size() && text[n] == '.') {
            groups += 2;
            if (!is_ipv4(text)) return false;
            break;
        }
        if (n == 0 || n > 4) return false;
        ++groups;
        text.remove_prefix(n);
        if (text.empty()) break;
        if (text.front() != ':') return false;
        text.remove_prefix(1);
        if (text.starts_with(':')) {
            if (gap) return false;
            gap = true;
            text.remove_prefix(1);
        } else if (text.empty()) {
            return false;
        }
    }
    return gap ? groups <= 7 : groups == 8;
}

}  // namespace strata::schema

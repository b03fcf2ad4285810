#include <idn2.h>

#include <algorithm>
#include <string>

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

// A string of libidn2.
class IdnText final {
  public:
    IdnText() = default;
    ~IdnText() { idn2_free(text_); }
    IdnText(const IdnText&) = delete;
    auto operator=(const IdnText&) -> IdnText& = delete;
    auto out() -> std::uint8_t** { return &text_; }
    [[nodiscard]] auto view() const -> std::string_view {
        return text_ == nullptr ? std::string_view() : reinterpret_cast<const char*>(text_);
    }

  private:
    std::uint8_t* text_ = nullptr;
};

// The rules of registration are the strict ones, contextual and bidirectional rules included. An
// A-label must be the very form that its U-label has.
auto register_label(std::string_view label, bool ace, int flags, IdnText& encoded) -> bool {
    const std::string text(label);
    return (ace ? idn2_register_u8(nullptr, as_bytes(text), encoded.out(), flags)
                : idn2_register_u8(as_bytes(text), nullptr, encoded.out(), flags)) == IDN2_OK;
}

// Blocks whose letters run from right to left.
auto is_right_to_left(char32_t c) -> bool {
    return (c >= 0x590 && c <= 0x8FF) || (c >= 0xFB1D && c <= 0xFDFF) ||
           (c >= 0xFE70 && c <= 0xFEFF) || (c >= 0x10800 && c <= 0x10FFF) ||
           (c >= 0x1E800 && c <= 0x1EFFF);
}
auto is_european_digit(char32_t c) -> bool {
    return (c >= '0' && c <= '9') || (c >= 0x6F0 && c <= 0x6F9);
}
auto is_arabic_digit(char32_t c) -> bool { return c >= 0x660 && c <= 0x669; }

// What libidn2, which sees one label, leaves of the Bidi rule (RFC 5893, section 2).
struct Bidi final {
    bool right_to_left = false;
    bool begins_with_digit = false;
    bool mixes_digits = false;
};
auto bidi_of(std::string_view label) -> Bidi {
    Bidi bidi;
    bool european = false;
    bool arabic = false;
    const char* end = label.data() + label.size();
    for (const char* p = label.data(); p != end;) {
        const auto point = json::decode_utf8(p, end);
        const bool digit = is_european_digit(point.value) || is_arabic_digit(point.value);
        if (p == label.data()) bidi.begins_with_digit = digit;
        const bool letter = is_right_to_left(point.value) && !is_european_digit(point.value);
        bidi.right_to_left = bidi.right_to_left || letter;
        european = european || is_european_digit(point.value);
        arabic = arabic || is_arabic_digit(point.value);
        p += std::max(point.length, 1U);
    }
    bidi.mixes_digits = european && arabic;
    return bidi;
}

// A host name, label by label.
class HostName final {
  public:
    HostName(bool international, int flags) : international_(international), flags_(flags) {}

    auto check(std::string_view text) -> bool {
        std::size_t from = 0;
        for (std::size_t i = 0; i < text.size();) {
            const std::size_t dot = separator(text.substr(i));
            if (dot == 0) {
                ++i;
                continue;
            }
            if (!label(text.substr(from, i - from))) return false;
            length_ += 1;
            i += dot;
            from = i;
        }
        if (!label(text.substr(from))) return false;
        return length_ <= max_host && !(right_to_left_ && begins_with_digit_);
    }

  private:
    // The length of a label separator at the beginning: a full stop, or one of the three other dots
    // of IDNA.
    [[nodiscard]] auto separator(std::string_view text) const -> std::size_t {
        if (text.front() == '.') return 1;
        if (!international_) return 0;
        for (const std::string_view dot : {"\u3002", "\uFF0E", "\uFF61"}) {
            if (text.starts_with(dot)) return dot.size();
        }
        return 0;
    }

    auto label(std::string_view text) -> bool {
        if (!is_ascii(text)) {
            IdnText encoded;
            if (!international_ || !register_label(text, false, flags_, encoded)) return false;
            length_ += encoded.view().size();
            return bidi(text);
        }
        if (text.empty() || text.size() > max_label) return false;
        if (text.front() == '-' || text.back() == '-') return false;
        for (const char c : text) {
            if (!is_letter(c) && !is_digit(c) && c != '-') return false;
        }
        length_ += text.size();
        return has_ace_prefix(text) ? ace_label(text) : bidi(text);
    }

    auto ace_label(std::string_view text) -> bool {
        IdnText encoded;
        if (!register_label(text, true, flags_, encoded)) return false;
        char* decoded = nullptr;
        if (idn2_to_unicode_8z8z(std::string(text).c_str(), &decoded, 0) != IDN2_OK) return false;
        const bool holds = bidi(decoded);
        idn2_free(decoded);
        return holds;
    }

    auto bidi(std::string_view text) -> bool {
        const Bidi found = bidi_of(text);
        right_to_left_ = right_to_left_ || found.right_to_left;
        begins_with_digit_ = begins_with_digit_ || found.begins_with_digit;
        return !found.mixes_digits;
    }

    bool international_;
    int flags_;
    std::size_t length_ = 0;
    bool right_to_left_ = false;
    bool begins_with_digit_ = false;
};

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
    // A mail program normalises what a person types; a host name by itself is already in NFC.
    return HostName(international, IDN2_NFC_INPUT).check(domain);
}

}  // namespace

auto is_hostname(std::string_view text) -> bool { return HostName(false, 0).check(text); }

auto is_idn_hostname(std::string_view text) -> bool { return HostName(true, 0).check(text); }

auto is_email(std::string_view text) -> bool { return is_mailbox(text, false); }
auto is_idn_email(std::string_view text) -> bool { return is_mailbox(text, true); }

auto is_ipv4(std::string_view text) noexcept -> bool {
    int parts = 0;
    while (true) {
        std::size_t n = 0;
        int value = 0;
        for (; n < text.size() && n < 3 && is_digit(text[n]); ++n)
            value = value * 10 + (text[n] - '0');
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

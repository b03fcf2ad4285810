#pragma once
// Character classes of RFC 9110 and RFC 3986 as tables, and a 16 bytes at a time search for what no
// field value may hold. Pure; any thread.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace strata::http {

enum CharClass : std::uint8_t {
    char_token = 1,   // tchar
    char_path = 2,    // pchar and "/", and "%"
    char_query = 4,   // query of RFC 3986, and what browsers leave unescaped there: [ ] { } | ^ \ `
    char_host = 8,    // reg-name and IPv4
    char_value = 16,  // field-value: visible, space, tab, obs-text
    char_hex = 32,
    char_digit = 64,
    char_plain = 128,  // char_path, but "%" and ".", after which a path needs another look
};

extern const std::array<std::uint8_t, 256> char_classes;

[[nodiscard]] inline auto is(CharClass kind, char c) noexcept -> bool {
    return (char_classes[static_cast<unsigned char>(c)] & kind) != 0;
}

// Where in `text` the first byte stands that is not of `kind`; its size if there is none.
[[nodiscard]] inline auto span_of(CharClass kind, std::string_view text) noexcept -> std::size_t {
    std::size_t i = 0;
    while (i < text.size() && is(kind, text[i])) ++i;
    return i;
}

// Where the first control byte other than a tab stands, from `from` on; the size if there is none.
[[nodiscard]] auto find_control(std::string_view text, std::size_t from) noexcept -> std::size_t;
// Whether every byte may stand in a field value: no control character but the tab.
[[nodiscard]] auto is_field_value(std::string_view text) noexcept -> bool;
[[nodiscard]] auto is_token(std::string_view text) noexcept -> bool;

[[nodiscard]] constexpr auto to_lower(char c) noexcept -> char {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}
// Equal but for the case of ASCII letters.
[[nodiscard]] auto equal_text(std::string_view a, std::string_view b) noexcept -> bool;
[[nodiscard]] constexpr auto hex_value(char c) noexcept -> int {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}
// Without the spaces and tabs at both ends.
[[nodiscard]] auto trim(std::string_view text) noexcept -> std::string_view;

}  // namespace strata::http

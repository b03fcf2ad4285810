#pragma once
// Character classes of RFC 9110 and RFC 3986 as tables, and a 16 bytes at a time search for what no
// field value may hold. Pure; any thread.
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

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

[[nodiscard]] inline auto classes_of(char c) noexcept -> unsigned {
    return char_classes[static_cast<unsigned char>(c)];
}
[[nodiscard]] inline auto is(CharClass kind, char c) noexcept -> bool {
    return (classes_of(c) & kind) != 0;
}

// Where in `text` the first byte stands that is not of `kind`; its size if there is none.
[[nodiscard]] inline auto span_of(CharClass kind, std::string_view text) noexcept -> std::size_t {
    std::size_t i = 0;
    constexpr std::size_t step = 4;
    for (; i + step <= text.size(); i += step) {
        unsigned common = classes_of(text[i]) & classes_of(text[i + 1]) & classes_of(text[i + 2]) &
                          classes_of(text[i + 3]);
        if ((common & kind) == 0) break;
    }
    while (i < text.size() && is(kind, text[i])) ++i;
    return i;
}

#if defined(__SSE2__)
// A bit for each of the 16 bytes that is a control byte other than a tab.
[[nodiscard]] inline auto control_mask(const char* bytes) noexcept -> unsigned {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
    __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8(0x1f)), block);
    control = _mm_andnot_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('\t')), control);
    control = _mm_or_si128(control, _mm_cmpeq_epi8(block, _mm_set1_epi8(0x7f)));
    return static_cast<unsigned>(_mm_movemask_epi8(control));
}
#endif

// Where the first control byte other than a tab stands, from `from` on; the size if there is none.
[[nodiscard]] inline auto find_control(std::string_view text, std::size_t from) noexcept
    -> std::size_t {
    std::size_t i = from;
#if defined(__SSE2__)
    constexpr std::size_t width = 16;
    for (; i + width <= text.size(); i += width) {
        unsigned mask = control_mask(text.data() + i);
        if (mask != 0) return i + static_cast<unsigned>(std::countr_zero(mask));
    }
    if (text.size() >= width && i < text.size()) {
        // The last bytes, in a block that begins before them.
        std::size_t begin = text.size() - width;
        unsigned mask = control_mask(text.data() + begin) >> (i - begin);
        return mask == 0 ? text.size() : i + static_cast<unsigned>(std::countr_zero(mask));
    }
#endif
    while (i < text.size() && is(char_value, text[i])) ++i;
    return i;
}
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
[[nodiscard]] inline auto trim(std::string_view text) noexcept -> std::string_view {
    auto blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

}  // namespace strata::http

#include "http/parse/chars.hpp"

#include <bit>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace strata::http {

namespace {

constexpr void mark(std::array<std::uint8_t, 256>& table, std::string_view chars, unsigned kind) {
    for (char c : chars) table[static_cast<unsigned char>(c)] |= static_cast<std::uint8_t>(kind);
}

constexpr auto make_classes() -> std::array<std::uint8_t, 256> {
    std::array<std::uint8_t, 256> table{};
    constexpr std::string_view digits = "0123456789";
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    mark(table, digits,
         char_plain | char_token | char_path | char_query | char_host | char_hex | char_digit);
    mark(table, letters, char_plain | char_token | char_path | char_query | char_host);
    mark(table, "abcdefABCDEF", char_hex);
    mark(table, "!#$%&'*+-.^_`|~", char_token);
    mark(table, "-._~!$&'()*+,;=:@/%", char_path | char_query);
    mark(table, "-_~!$&'()*+,;=:@/", char_plain);
    mark(table, "?[]{}|^\\`", char_query);
    mark(table, "-._~!$&'()*+,;=%", char_host);
    for (unsigned c = 0x20; c < 0x7f; ++c) table[c] |= char_value;
    for (unsigned c = 0x80; c < 0x100; ++c) table[c] |= char_value;
    table['\t'] |= char_value;
    return table;
}

}  // namespace

const std::array<std::uint8_t, 256> char_classes = make_classes();

#if defined(__SSE2__)
namespace {

// A bit for each of the 16 bytes that is a control byte other than a tab.
auto control_mask(const char* bytes) noexcept -> unsigned {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
    __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8(0x1f)), block);
    control = _mm_andnot_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('\t')), control);
    control = _mm_or_si128(control, _mm_cmpeq_epi8(block, _mm_set1_epi8(0x7f)));
    return static_cast<unsigned>(_mm_movemask_epi8(control));
}

}  // namespace
#endif

auto find_control(std::string_view text, std::size_t from) noexcept -> std::size_t {
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

auto is_field_value(std::string_view text) noexcept -> bool {
    return find_control(text, 0) == text.size();
}

auto is_token(std::string_view text) noexcept -> bool {
    return !text.empty() && span_of(char_token, text) == text.size();
}

auto equal_text(std::string_view a, std::string_view b) noexcept -> bool {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] != b[i] && to_lower(a[i]) != to_lower(b[i])) return false;
    }
    return true;
}

auto trim(std::string_view text) noexcept -> std::string_view {
    auto blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

}  // namespace strata::http

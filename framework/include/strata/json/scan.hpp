#pragma once
// Scanning of string content, 16 bytes a step where SSE2 is at hand. Pure functions, any thread.
#include <bit>
#include <cstdint>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace strata::json {

// The first byte of [p, end) that a JSON string can't hold as plain ASCII: a quote, a backslash, a
// control character, or the beginning of a multi-byte sequence; `end` if there is none.
inline auto scan_plain(const char* p, const char* end) noexcept -> const char* {
#if defined(__SSE2__)
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i backslash = _mm_set1_epi8('\\');
    const __m128i space = _mm_set1_epi8(' ');
    for (; end - p >= 16; p += 16) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
        // The comparison is signed: it finds control characters and bytes from 0x80 in one step.
        const __m128i special = _mm_or_si128(
            _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)),
            _mm_cmplt_epi8(bytes, space));
        if (const auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(special)); mask != 0) {
            return p + std::countr_zero(mask);
        }
    }
#endif
    for (; p != end; ++p) {
        const auto c = static_cast<unsigned char>(*p);
        if (c == '"' || c == '\\' || c < 0x20 || c >= 0x80) return p;
    }
    return end;
}

}  // namespace strata::json

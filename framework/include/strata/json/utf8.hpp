#pragma once
// UTF-8 (RFC 3629): strict decoding, one code point a time. Pure functions, any thread, no
// allocation.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace strata::json {

// A decoded code point and its length in bytes; length 0 if the bytes are no valid UTF-8 (overlong
// forms, surrogates, past U+10FFFF, cut short).
struct CodePoint final {
    char32_t value = 0;
    unsigned length = 0;
};
// REQUIRES: p != end.
[[nodiscard]] auto decode_utf8(const char* p, const char* end) noexcept -> CodePoint;
void append_utf8(std::string& out, char32_t code_point);
[[nodiscard]] auto is_utf8(std::string_view text) noexcept -> bool;

// The length of a valid UTF-8 text in code points, as minLength and maxLength count.
[[nodiscard]] auto count_code_points(std::string_view text) noexcept -> std::size_t;

}  // namespace strata::json

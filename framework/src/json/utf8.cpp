#include "strata/json/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace strata::json {
namespace {

auto byte_at(const char* p) -> unsigned { return static_cast<unsigned char>(*p); }

auto is_tail(const char* p) -> bool { return (byte_at(p) & 0xC0U) == 0x80U; }

// The length that a lead byte announces; 0 for a byte that leads nothing.
auto sequence_length(unsigned lead) -> unsigned {
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead < 0xE0) return 2;
    if (lead >= 0xE0 && lead < 0xF0) return 3;
    return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

}  // namespace

auto decode_utf8(const char* p, const char* end) noexcept -> CodePoint {
    const unsigned lead = byte_at(p);
    const unsigned length = sequence_length(lead);
    if (length == 1) return {lead, 1};
    if (length == 0 || end - p < static_cast<std::ptrdiff_t>(length)) return {};
    char32_t value = lead & (0x7FU >> length);
    for (unsigned i = 1; i < length; ++i) {
        if (!is_tail(p + i)) return {};
        value = (value << 6U) | (byte_at(p + i) & 0x3FU);
    }
    const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (overlong || surrogate || value > 0x10FFFF) return {};
    return {value, length};
}

void append_utf8(std::string& out, char32_t c) {
    const auto put = [&out](char32_t byte) { out += static_cast<char>(byte); };
    if (c < 0x80) return put(c);
    if (c < 0x800) {
        put(0xC0 | (c >> 6U));
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12U));
        put(0x80 | ((c >> 6U) & 0x3FU));
    } else {
        put(0xF0 | (c >> 18U));
        put(0x80 | ((c >> 12U) & 0x3FU));
        put(0x80 | ((c >> 6U) & 0x3FU));
    }
    put(0x80 | (c & 0x3FU));
}

namespace {

// Eight bytes at a time.
auto skip_ascii(const char* p, const char* end) noexcept -> const char* {
    constexpr std::uint64_t high_bits = 0x8080808080808080U;
    std::uint64_t eight = 0;
    for (; end - p >= 8; p += 8) {
        std::memcpy(&eight, p, sizeof eight);
        if ((eight & high_bits) != 0) break;
    }
    while (p != end && static_cast<unsigned char>(*p) < 0x80) ++p;
    return p;
}

}  // namespace

auto is_utf8(std::string_view text) noexcept -> bool {
    const char* end = text.data() + text.size();
    for (const char* p = text.data(); p != end;) {
        p = skip_ascii(p, end);
        if (p == end) break;
        const CodePoint c = decode_utf8(p, end);
        if (c.length == 0) return false;
        p += c.length;
    }
    return true;
}

auto count_code_points(std::string_view text) noexcept -> std::size_t {
    std::size_t count = 0;
    for (const char& c : text) count += is_tail(&c) ? 0 : 1;
    return count;
}

}  // namespace strata::json

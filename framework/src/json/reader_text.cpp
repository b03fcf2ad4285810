// Strings with escapes or characters past ASCII.
#include "strata/json/reader.hpp"
#include "strata/json/utf8.hpp"

namespace strata::json {
namespace {

auto hex_digit(char c) -> int {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// Four hexadecimal digits; -1 if they are none.
auto code_unit(const char* p, const char* end) -> int {
    if (end - p < 4) return -1;
    int value = 0;
    for (int i = 0; i < 4; ++i) {
        const int digit = hex_digit(p[i]);
        if (digit < 0) return -1;
        value = value * 16 + digit;
    }
    return value;
}

auto short_escape(char c) -> char {
    switch (c) {
        case '"':
        case '\\':
        case '/': return c;
        case 'b': return '\b';
        case 'f': return '\f';
        case 'n': return '\n';
        case 'r': return '\r';
        case 't': return '\t';
        default: return '\0';
    }
}

// At the backslash of \uXXXX, perhaps the first of a pair; the code point is appended and `p` moved
// past it.
auto unicode_escape(const char*& p, const char* end, std::string& out) -> bool {
    const int unit = code_unit(p + 2, end);
    if (unit < 0) return false;
    auto value = static_cast<char32_t>(unit);
    p += 6;
    if (value >= 0xD800 && value <= 0xDFFF) {
        if (value > 0xDBFF || end - p < 6 || p[0] != '\\' || p[1] != 'u') return false;
        const int low = code_unit(p + 2, end);
        if (low < 0xDC00 || low > 0xDFFF) return false;
        value = 0x10000 + ((value - 0xD800) << 10U) + static_cast<char32_t>(low - 0xDC00);
        p += 6;
    }
    append_utf8(out, value);
    return true;
}

auto escape(const char*& p, const char* end, std::string& out) -> bool {
    if (end - p < 2) return false;
    if (p[1] == 'u') return unicode_escape(p, end, out);
    const char c = short_escape(p[1]);
    if (c == '\0') return false;
    out += c;
    p += 2;
    return true;
}

}  // namespace

// `p` is the first byte that is not plain. The view stays in the text unless an escape forces a
// copy.
auto Reader::read_rough_text(const char* p, std::string& scratch, std::string_view& out) -> bool {
    const char* first = cursor_ + 1;
    const char* copied = first;
    bool escaped = false;
    while (true) {
        if (p == end_) return fail(p, "unexpected end of the text in a string");
        const auto c = static_cast<unsigned char>(*p);
        if (c == '"') break;
        if (c < 0x20) return fail(p, "a control character in a string");
        if (c == '\\') {
            if (!escaped) scratch.clear();
            escaped = true;
            scratch.append(copied, p);
            const char* at = p;
            if (!escape(p, end_, scratch)) return fail(at, "malformed escape in a string");
            copied = p;
        } else {
            const CodePoint point = decode_utf8(p, end_);
            if (point.length == 0) return fail(p, "invalid UTF-8");
            p += point.length;
        }
        if (p == end_ || static_cast<unsigned char>(*p) < 0x80) p = scan_plain(p, end_);
    }
    if (escaped) {
        scratch.append(copied, p);
        out = scratch;
    } else {
        out = std::string_view(first, static_cast<std::size_t>(p - first));
    }
    cursor_ = p + 1;
    return true;
}

}  // namespace strata::json

#include "strata/json/writer.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "strata/json/utf8.hpp"

namespace strata::json {
namespace {

constexpr std::size_t first_room = 256;
constexpr std::size_t longest_double = 32;
constexpr std::size_t longest_escape = 6;
constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr std::string_view hex = "0123456789abcdef";

auto short_escape(char c) -> char {
    switch (c) {
        case '"':
        case '\\': return c;
        case '\b': return 'b';
        case '\f': return 'f';
        case '\n': return 'n';
        case '\r': return 'r';
        case '\t': return 't';
        default: return '\0';
    }
}

// Makes the string's spare capacity writable without clearing it first; the size becomes `size`.
void resize_raw(std::string& text, std::size_t size) {
    text.resize_and_overwrite(size, [](char*, std::size_t n) { return n; });
}

// A number with at most three decimals, as prices and percentages are, without a general
// conversion; returns `out` if it is another. Where n / 1000 in doubles is the value, "n / 1000" is
// a text of at most 15 digits that reads as the value; there is only one such, so it is also the
// shortest.
auto short_decimal(double value, char* out) -> char* {
    const double size = std::fabs(value);
    if (!(size >= 0.001 && size < 1e5)) return out;
    const auto thousandths = static_cast<std::uint32_t>(size * 1000 + 0.5);
    if (static_cast<double>(thousandths) / 1000 != size) return out;
    if (value < 0) *out++ = '-';
    out = std::to_chars(out, out + 8, thousandths / 1000).ptr;
    const std::uint32_t rest = thousandths % 1000;
    if (rest == 0) return out;
    *out++ = '.';
    *out++ = static_cast<char>('0' + rest / 100);
    if (rest % 100 == 0) return out;
    *out++ = static_cast<char>('0' + rest / 10 % 10);
    if (rest % 10 != 0) *out++ = static_cast<char>('0' + rest % 10);
    return out;
}

// An integer of 64 bits in full, as a reader takes it for an exact one: the shortest text that
// reads as the double could be another integer, and would be written otherwise the next time.
// Returns `out` if it is none, or one that short_decimal() writes.
auto whole_number(double value, char* out) -> char* {
    constexpr double two_to_63 = 9223372036854775808.0;
    constexpr std::ptrdiff_t longest = 20;
    if (value >= two_to_63 && value < 2 * two_to_63) {
        return std::to_chars(out, out + longest, static_cast<std::uint64_t>(value)).ptr;
    }
    if (value < -two_to_63 || value >= two_to_63 || std::fabs(value) < 1e5) return out;
    const auto whole = static_cast<std::int64_t>(value);
    if (static_cast<double>(whole) != value) return out;
    return std::to_chars(out, out + longest, whole).ptr;
}

}  // namespace

Writer::Writer(std::string& out) : out_(out) {
    const std::size_t used = out.size();
    resize_raw(out_, std::max(out.capacity(), used + first_room));
    cursor_ = out_.data() + used;
    end_ = out_.data() + out_.size();
}

void Writer::grow(std::size_t bytes) {
    const auto used = static_cast<std::size_t>(cursor_ - out_.data());
    resize_raw(out_, used);
    resize_raw(out_, std::max(used * 2, used + bytes + first_room));
    cursor_ = out_.data() + used;
    end_ = out_.data() + out_.size();
}

void Writer::finish() {
    if (cursor_ == nullptr) return;
    out_.resize(static_cast<std::size_t>(cursor_ - out_.data()));
    cursor_ = nullptr;
    end_ = nullptr;
}

void Writer::value(double value) {
    if (!std::isfinite(value)) throw std::logic_error("JSON has no NaN and no infinity");
    room(longest_double);
    comma();
    char* const begin = cursor_;
    cursor_ = short_decimal(value, begin);
    if (cursor_ == begin) cursor_ = whole_number(value, begin);
    if (cursor_ == begin) cursor_ = std::to_chars(begin, end_, value).ptr;
    need_comma_ = true;
}

void Writer::value(const Bytes& value) {
    const std::string_view bytes(reinterpret_cast<const char*>(value.data()), value.size());
    this->value(std::string_view(base64_encode(bytes)));
}

// The text after the first byte that is not plain.
void Writer::escaped(std::string_view text) {
    const char* p = text.data();
    const char* end = p + text.size();
    while (p != end) {
        room(static_cast<std::size_t>(end - p) + longest_escape + 2);
        p = escape_one(p, end);
        const char* stop = scan_plain(p, end);
        put(std::string_view(p, static_cast<std::size_t>(stop - p)));
        p = stop;
    }
}

auto Writer::escape_one(const char* p, const char* end) -> const char* {
    const auto byte = static_cast<unsigned char>(*p);
    if (byte >= 0x80) {
        const CodePoint point = decode_utf8(p, end);
        put(point.length == 0 ? replacement : std::string_view(p, point.length));
        return p + std::max(point.length, 1U);
    }
    put('\\');
    if (const char c = short_escape(*p); c != '\0') {
        put(c);
    } else {
        put("u00");
        put(hex[byte >> 4U]);
        put(hex[byte & 0xFU]);
    }
    return p + 1;
}

}  // namespace strata::json

#include "websocket/utf8_stream.hpp"

#include <cstring>

namespace strata::websocket {

namespace {

constexpr std::uint64_t high_bits = 0x8080808080808080U;

// Where the first byte that is not ASCII stands, to a multiple of eight at most too early.
auto skip_ascii(const char* at, const char* end) noexcept -> const char* {
    while (end - at >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, sizeof(word));
        if ((word & high_bits) != 0) break;
        at += sizeof(word);
    }
    return at;
}

}  // namespace

auto Utf8Stream::add(std::string_view piece) noexcept -> bool {
    const char* at = piece.data();
    const char* end = at + piece.size();
    while (at != end) {
        if (left_ == 0) {
            at = skip_ascii(at, end);
            if (at == end) break;
        }
        auto byte = static_cast<unsigned char>(*at++);
        if (left_ > 0) {
            if (byte < lowest_ || byte > highest_) return false;
            lowest_ = 0x80;
            highest_ = 0xbf;
            --left_;
        } else if (byte >= 0x80 && !begin(byte)) {
            return false;
        }
    }
    return true;
}

// The Unicode standard, table 3-7.
auto Utf8Stream::begin(unsigned char byte) noexcept -> bool {
    lowest_ = 0x80;
    highest_ = 0xbf;
    if (byte < 0xc2 || byte > 0xf4) return false;
    if (byte < 0xe0) {
        left_ = 1;
    } else if (byte < 0xf0) {
        left_ = 2;
        if (byte == 0xe0) lowest_ = 0xa0;
        if (byte == 0xed) highest_ = 0x9f;
    } else {
        left_ = 3;
        if (byte == 0xf0) lowest_ = 0x90;
        if (byte == 0xf4) highest_ = 0x8f;
    }
    return true;
}

}  // namespace strata::websocket

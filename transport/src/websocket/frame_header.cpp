#include "websocket/frame_header.hpp"

#include <algorithm>

namespace strata::websocket {

namespace {

constexpr unsigned length_16 = 126;
constexpr unsigned length_64 = 127;

auto byte(const char* bytes, std::size_t i) noexcept -> unsigned {
    return static_cast<unsigned char>(bytes[i]);
}

auto read_number(const char* bytes, std::size_t size) noexcept -> std::uint64_t {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value = value << 8 | byte(bytes, i);
    return value;
}

}  // namespace

auto header_size(const char* first_two) noexcept -> std::size_t {
    unsigned length = byte(first_two, 1) & 0x7fU;
    std::size_t extended = length == length_64 ? 8 : length == length_16 ? 2 : 0;
    return 2 + extended + ((byte(first_two, 1) & 0x80U) != 0 ? 4 : 0);
}

auto read_header(const char* bytes) noexcept -> FrameHeader {
    FrameHeader header;
    unsigned first = byte(bytes, 0);
    header.fin = (first & 0x80U) != 0;
    header.rsv1 = (first & 0x40U) != 0;
    header.rsv23 = (first & 0x30U) != 0;
    header.opcode = static_cast<std::uint8_t>(first & 0x0fU);
    header.masked = (byte(bytes, 1) & 0x80U) != 0;
    header.length = byte(bytes, 1) & 0x7fU;
    std::size_t at = 2;
    if (header.length == length_16) {
        header.length = read_number(bytes + at, 2);
        header.minimal = header.length >= length_16;
        at += 2;
    } else if (header.length == length_64) {
        header.length = read_number(bytes + at, 8);
        header.minimal = header.length > 0xffff;
        at += 8;
    }
    if (header.masked) std::copy_n(bytes + at, header.mask.size(), header.mask.begin());
    return header;
}

auto write_header(std::span<char, FrameHeader::max_sent_size> out, Opcode opcode, bool compressed,
                  std::uint64_t length) noexcept -> std::size_t {
    out[0] = static_cast<char>(0x80U | (compressed ? 0x40U : 0U) | static_cast<unsigned>(opcode));
    std::size_t extended = 0;
    if (length < length_16) {
        out[1] = static_cast<char>(length);
        return 2;
    }
    if (length <= 0xffff) {
        out[1] = static_cast<char>(length_16);
        extended = 2;
    } else {
        out[1] = static_cast<char>(length_64);
        extended = 8;
    }
    for (std::size_t i = 0; i < extended; ++i) {
        out[2 + i] = static_cast<char>(length >> 8 * (extended - 1 - i));
    }
    return 2 + extended;
}

}  // namespace strata::websocket

#include "websocket/sha1.hpp"

#include <bit>
#include <cstddef>
#include <string>

namespace strata::websocket {

namespace {

using State = std::array<std::uint32_t, 5>;
constexpr std::size_t block_size = 64;

auto mix(std::size_t round, std::uint32_t b, std::uint32_t c, std::uint32_t d) noexcept
    -> std::uint32_t {
    if (round < 20) return ((b & c) | (~b & d)) + 0x5a827999U;
    if (round < 40) return (b ^ c ^ d) + 0x6ed9eba1U;
    if (round < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdcU;
    return (b ^ c ^ d) + 0xca62c1d6U;
}

void add_block(State& state, const char* block) noexcept {
    std::array<std::uint32_t, 80> words{};
    for (std::size_t i = 0; i < block_size; ++i) {
        words[i / 4] = words[i / 4] << 8 | static_cast<unsigned char>(block[i]);
    }
    for (std::size_t i = 16; i < words.size(); ++i) {
        words[i] = std::rotl(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
    }
    auto [a, b, c, d, e] = state;
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::uint32_t next = std::rotl(a, 5) + mix(i, b, c, d) + e + words[i];
        e = d;
        d = c;
        c = std::rotl(b, 30);
        b = a;
        a = next;
    }
    state = {state[0] + a, state[1] + b, state[2] + c, state[3] + d, state[4] + e};
}

}  // namespace

auto sha1(std::string_view text) -> std::array<char, 20> {
    std::string padded(text);
    padded += '\x80';
    while (padded.size() % block_size != block_size - 8) padded += '\0';
    for (int shift = 56; shift >= 0; shift -= 8) {
        padded += static_cast<char>(std::uint64_t{text.size()} * 8 >> shift);
    }
    State state = {0x67452301U, 0xefcdab89U, 0x98badcfeU, 0x10325476U, 0xc3d2e1f0U};
    for (std::size_t at = 0; at < padded.size(); at += block_size) {
        add_block(state, padded.data() + at);
    }
    std::array<char, 20> digest{};
    for (std::size_t i = 0; i < digest.size(); ++i) {
        digest[i] = static_cast<char>(state[i / 4] >> 8 * (3 - i % 4));
    }
    return digest;
}

}  // namespace strata::websocket

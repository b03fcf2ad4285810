#pragma once
// The first eight bytes of a key as a number that orders as they do: nearly every comparison of two
// keys is one of two numbers.
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>

namespace strata::schema {

static_assert(std::endian::native == std::endian::little);
// A short text lives in the string itself, a long one in an allocation: eight bytes are there.
static_assert(sizeof(std::string) >= 24);

[[nodiscard]] inline auto key_prefix(const std::string& key) -> std::uint64_t {
    if (key.empty()) return 0;
    std::uint64_t word = 0;
    std::memcpy(&word, key.data(), sizeof word);
    word = __builtin_bswap64(word);
    return key.size() >= sizeof word ? word : word & (~std::uint64_t{0} << (64 - 8 * key.size()));
}

// As a.compare(b), for keys whose prefixes are equal.
[[nodiscard]] inline auto compare_rest(const std::string& a, const std::string& b) -> int {
    constexpr std::size_t whole = sizeof(std::uint64_t);
    if (a.size() == b.size() && a.size() > whole && a.size() <= 2 * whole) {
        std::uint64_t end_of_a = 0;
        std::uint64_t end_of_b = 0;
        std::memcpy(&end_of_a, a.data() + a.size() - whole, whole);
        std::memcpy(&end_of_b, b.data() + b.size() - whole, whole);
        if (end_of_a == end_of_b) return 0;
    }
    if (a.size() > whole && b.size() > whole) return a.compare(whole, a.npos, b, whole, b.npos);
    return a.size() == b.size() ? 0 : a.size() < b.size() ? -1 : 1;
}

}  // namespace strata::schema

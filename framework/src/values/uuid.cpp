#include "strata/values/uuid.hpp"

#include <array>
#include <cstring>
#include <string_view>

namespace strata {
namespace {

// Where each byte's two digits begin; the dashes stand between.
constexpr std::array<std::uint8_t, 16> digits_at{0,  2,  4,  6,  9,  11, 14, 16,
                                                 19, 21, 24, 26, 28, 30, 32, 34};
constexpr std::array<std::uint8_t, 4> dashes_at{8, 13, 18, 23};

// Ids are read and written on every request: tables, and no branch a digit.
constexpr auto hex_values = [] {
    std::array<std::int8_t, 256> values{};
    values.fill(-1);
    for (int i = 0; i < 10; ++i)
        values[static_cast<std::size_t>('0' + i)] = static_cast<std::int8_t>(i);
    for (int i = 10; i < 16; ++i) {
        values[static_cast<std::size_t>('a' + i - 10)] = static_cast<std::int8_t>(i);
        values[static_cast<std::size_t>('A' + i - 10)] = static_cast<std::int8_t>(i);
    }
    return values;
}();

constexpr auto hex_pairs = [] {
    constexpr std::string_view digits = "0123456789abcdef";
    std::array<std::array<char, 2>, 256> pairs{};
    for (std::size_t i = 0; i < pairs.size(); ++i) pairs[i] = {digits[i >> 4], digits[i & 15]};
    return pairs;
}();

int hex_value(char c) { return hex_values[static_cast<unsigned char>(c)]; }

}  // namespace

auto Uuid::parse(std::string_view text) noexcept -> std::optional<Uuid> {
    if (text.size() != text_size) return std::nullopt;
    const char* from = text.data();
    Bytes bytes;
    int all = 0;  // negative once a digit was none
#pragma GCC unroll 16
    for (std::size_t i = 0; i < digits_at.size(); ++i) {
        const int high = hex_value(from[digits_at[i]]);
        const int low = hex_value(from[digits_at[i] + 1]);
        all |= high | low;
        bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    for (const auto at : dashes_at)
        if (from[at] != '-') return std::nullopt;
    if (all < 0) return std::nullopt;
    return Uuid(bytes);
}

void Uuid::to_chars(char* out) const noexcept {
#pragma GCC unroll 16
    for (std::size_t i = 0; i < digits_at.size(); ++i)
        std::memcpy(out + digits_at[i], hex_pairs[bytes_[i]].data(), 2);
    for (const auto at : dashes_at) out[at] = '-';
}

auto Uuid::to_string() const -> std::string {
    std::string text(text_size, '\0');
    to_chars(text.data());
    return text;
}

}  // namespace strata

auto std::hash<strata::Uuid>::operator()(const strata::Uuid& id) const noexcept -> std::size_t {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    std::memcpy(&high, id.bytes().data(), sizeof high);
    std::memcpy(&low, id.bytes().data() + sizeof high, sizeof low);
    return (high ^ (low * 0x9E3779B97F4A7C15ULL)) * 0xBF58476D1CE4E5B9ULL;
}

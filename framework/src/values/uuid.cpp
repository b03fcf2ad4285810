#include "strata/values/uuid.hpp"

#include <array>
#include <cstring>

namespace strata {
namespace {

constexpr bool is_dash_position(std::size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

// Ids are read on every request: a table is twice as fast as comparisons.
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

int hex_value(char c) { return hex_values[static_cast<unsigned char>(c)]; }

}  // namespace

auto Uuid::parse(std::string_view text) noexcept -> std::optional<Uuid> {
    if (text.size() != text_size) return std::nullopt;
    Bytes bytes;
    std::size_t out = 0;
    for (std::size_t i = 0; i < text_size;) {
        if (is_dash_position(i)) {
            if (text[i++] != '-') return std::nullopt;
            continue;
        }
        const int high = hex_value(text[i]);
        const int low = hex_value(text[i + 1]);
        if ((high | low) < 0) return std::nullopt;
        bytes[out++] = static_cast<std::uint8_t>(high << 4 | low);
        i += 2;
    }
    return Uuid(bytes);
}

void Uuid::to_chars(char* out) const noexcept {
    static constexpr char digits[] = "0123456789abcdef";
    std::size_t i = 0;
    for (const std::uint8_t byte : bytes_) {
        if (is_dash_position(i)) out[i++] = '-';
        out[i++] = digits[byte >> 4];
        out[i++] = digits[byte & 15];
    }
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

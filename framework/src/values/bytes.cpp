#include "strata/values/bytes.hpp"

#include <array>

namespace strata {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t no_digit = 0xff;

constexpr auto make_digits() -> std::array<std::uint8_t, 256> {
    std::array<std::uint8_t, 256> table{};
    table.fill(no_digit);
    for (std::size_t i = 0; i < alphabet.size(); ++i) {
        table[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::uint8_t>(i);
    }
    return table;
}
constexpr auto digits = make_digits();

auto padding_of(std::string_view text) -> std::size_t {
    if (text.ends_with("==")) return 2;
    return text.ends_with('=') ? 1 : 0;
}

// The value of up to four digits, the missing ones zero.
auto group_of(std::string_view group) -> std::optional<std::uint32_t> {
    std::uint32_t value = 0;
    for (char c : group) {
        auto digit = digits[static_cast<std::uint8_t>(c)];
        if (digit == no_digit) return std::nullopt;
        value = value << 6 | digit;
    }
    return value << 6 * (4 - group.size());
}

}  // namespace

auto base64_decode(std::string_view text) -> std::optional<Bytes> {
    if (text.size() % 4 != 0) return std::nullopt;
    text.remove_suffix(padding_of(text));
    Bytes result;
    result.reserve(text.size() * 3 / 4);
    for (; !text.empty(); text.remove_prefix(text.size() < 4 ? text.size() : 4)) {
        auto digits_here = text.size() < 4 ? text.size() : std::size_t{4};
        auto group = group_of(text.substr(0, digits_here));
        if (!group) return std::nullopt;
        for (std::size_t i = 0; i + 1 < digits_here; ++i) {
            result.push_back(static_cast<std::uint8_t>(*group >> (16 - 8 * i)));
        }
        auto unused = (std::uint32_t{1} << 8 * (4 - digits_here)) - 1;
        if ((*group & unused) != 0) return std::nullopt;
    }
    return result;
}

auto base64_encode(std::string_view bytes) -> std::string {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        auto count = bytes.size() - at < 3 ? bytes.size() - at : std::size_t{3};
        std::uint32_t group = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            group = group << 8 | (i < count ? static_cast<std::uint8_t>(bytes[at + i]) : 0U);
        }
        for (std::size_t i = 0; i < 4; ++i) {
            text.push_back(i <= count ? alphabet[group >> (18 - 6 * i) & 63] : '=');
        }
    }
    return text;
}

}  // namespace strata

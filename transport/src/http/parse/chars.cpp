#include "http/parse/chars.hpp"

namespace strata::http {

namespace {

constexpr void mark(std::array<std::uint8_t, 256>& table, std::string_view chars, unsigned kind) {
    for (char c : chars) table[static_cast<unsigned char>(c)] |= static_cast<std::uint8_t>(kind);
}

constexpr auto make_classes() -> std::array<std::uint8_t, 256> {
    std::array<std::uint8_t, 256> table{};
    constexpr std::string_view digits = "0123456789";
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    mark(table, digits,
         char_plain | char_token | char_path | char_query | char_host | char_hex | char_digit);
    mark(table, letters, char_plain | char_token | char_path | char_query | char_host);
    mark(table, "abcdefABCDEF", char_hex);
    mark(table, "!#$%&'*+-.^_`|~", char_token);
    mark(table, "-._~!$&'()*+,;=:@/%", char_path | char_query);
    mark(table, "-_~!$&'()*+,;=:@/", char_plain);
    mark(table, "?[]{}|^\\`", char_query);
    mark(table, "-._~!$&'()*+,;=%", char_host);
    for (unsigned c = 0x20; c < 0x7f; ++c) table[c] |= char_value;
    for (unsigned c = 0x80; c < 0x100; ++c) table[c] |= char_value;
    table['\t'] |= char_value;
    return table;
}

}  // namespace

const std::array<std::uint8_t, 256> char_classes = make_classes();

auto is_field_value(std::string_view text) noexcept -> bool {
    return find_control(text, 0) == text.size();
}

auto is_token(std::string_view text) noexcept -> bool {
    return !text.empty() && span_of(char_token, text) == text.size();
}

auto equal_text(std::string_view a, std::string_view b) noexcept -> bool {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] != b[i] && to_lower(a[i]) != to_lower(b[i])) return false;
    }
    return true;
}

}  // namespace strata::http

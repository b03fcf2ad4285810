#pragma once
// JSON pointers (RFC 6901): building and splitting. Pure functions, any thread.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace strata::json {

// Appends "/token", with ~ and / escaped.
void append_token(std::string& pointer, std::string_view token);
void append_token(std::string& pointer, std::size_t index);

// The unescaped tokens of a pointer; nothing if it is none.
[[nodiscard]] auto split_pointer(std::string_view pointer)
    -> std::optional<std::vector<std::string>>;

// An array index by RFC 6901: digits without leading zeros.
[[nodiscard]] auto parse_index(std::string_view token) noexcept -> std::optional<std::size_t>;

}  // namespace strata::json

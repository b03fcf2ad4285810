#pragma once
// The scalars of a data text: strings with JavaScript's escapes, numbers in JSON's spelling. Pure
// functions over a text and a position in it, which they move.
#include <optional>
#include <string>
#include <string_view>

namespace strata::tools {

// After blanks and comments; nothing if a comment does not end.
[[nodiscard]] auto skip_blanks(std::string_view text, std::size_t at) -> std::optional<std::size_t>;

[[nodiscard]] auto is_name_start(char c) -> bool;
// The identifier that begins at `at`.
[[nodiscard]] auto name_at(std::string_view text, std::size_t at) -> std::string_view;

// What is wrong, or nothing. REQUIRES: text[at] is a quote.
auto read_quoted(std::string_view text, std::size_t& at, std::string& out)
    -> std::optional<std::string>;
// REQUIRES: text[at] is a digit, a sign or a point.
auto read_number(std::string_view text, std::size_t& at, std::string& out)
    -> std::optional<std::string>;

}  // namespace strata::tools

#pragma once
// C++ source text with what is not code blanked out: comments, and string and character literals.
// Line breaks stay, so that a position is on the same line and column as in the file.
#include <string>
#include <string_view>

namespace strata::tools {

enum class Literals { blank, keep };

[[nodiscard]] auto code_text(std::string_view source, Literals literals = Literals::blank)
    -> std::string;

// Where `word` stands in `code` as a word of its own, from a position on; npos if nowhere.
[[nodiscard]] auto find_word(std::string_view code, std::string_view word, std::size_t from = 0)
    -> std::size_t;

// Lines are counted from 1.
[[nodiscard]] auto line_at(std::string_view code, std::size_t position) -> std::size_t;

}  // namespace strata::tools

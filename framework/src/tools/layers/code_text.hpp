#pragma once
// C++ source text with what is not code blanked out: comments, and string and character literals.
// Line breaks stay, so that a position is on the same line and column as in the file.
#include <string>
#include <string_view>

namespace strata::tools {

enum class Literals { blank, keep };

[[nodiscard]] auto code_text(std::string_view source, Literals literals = Literals::blank)
    -> std::string;

}  // namespace strata::tools

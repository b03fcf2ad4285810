#pragma once
// cpp_literal: a text as a C++ string literal. Pure functions.
#include <string>
#include <string_view>

namespace strata::tools {

// "text", with escapes; UTF-8 stays as it is.
[[nodiscard]] auto cpp_literal(std::string_view text) -> std::string;
// R"x(text)x", for whole files; the delimiter does not occur in the text.
[[nodiscard]] auto cpp_raw_literal(std::string_view text) -> std::string;

}  // namespace strata::tools

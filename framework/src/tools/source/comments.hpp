#pragma once
// Comments and trailing commas, which contracts may have and JSON may not.
#include <string>
#include <string_view>

namespace strata::tools {

// The text with `//` and `/* */` comments, and commas before a closing bracket, replaced by blanks:
// every other byte stays in its place.
[[nodiscard]] auto without_comments(std::string_view text) -> std::string;

}  // namespace strata::tools

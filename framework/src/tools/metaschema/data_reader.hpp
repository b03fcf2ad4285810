#pragma once
// Data as JavaScript writes it, which is how metaschema files are written: single and double
// quotes, unquoted keys, trailing commas, comments, hexadecimal numbers, parentheses around the
// whole and a semicolon after it. It is read, never run: a function, an identifier, a template, a
// regular expression, a spread and any other expression is an error that names what it is.
#include <optional>
#include <string>
#include <string_view>

#include "tools/model/diagnostics.hpp"
#include "tools/source/node.hpp"

namespace strata::tools {

// Whether a text is in metaschema notation: begins, after comments, with a parenthesis.
[[nodiscard]] auto is_metaschema(std::string_view text) -> bool;

// The first error goes to `diagnostics`. Numbers are spelled as in JSON afterwards. Deeper than 64
// levels is an error, and so are duplicate keys and invalid UTF-8.
[[nodiscard]] auto parse_data(const std::string& file, std::string_view text,
                              Diagnostics& diagnostics) -> std::optional<Node>;

}  // namespace strata::tools

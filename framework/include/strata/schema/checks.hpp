#pragma once
// The checks of generated decoders that need patterns and formats; the others are in
// json/checks.hpp. Each records a problem at the current value and says whether it held.
#include <string_view>

#include "strata/json/reader.hpp"
#include "strata/schema/format.hpp"
#include "strata/schema/pattern.hpp"

namespace strata::schema {

inline auto check_pattern(json::Reader& reader, std::string_view text, const Pattern& pattern)
    -> bool {
    if (pattern.matches(text)) return true;
    reader.problem("pattern", "must match the pattern " + pattern.source());
    return false;
}

inline auto check_format(json::Reader& reader, std::string_view text, Format format) -> bool {
    if (matches(format, text)) return true;
    reader.problem("format", "must be a valid " + std::string(format_name(format)));
    return false;
}

}  // namespace strata::schema

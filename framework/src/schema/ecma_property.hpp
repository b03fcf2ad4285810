#pragma once
// The Unicode properties that \p{...} of ECMA-262 may name.
#include <optional>
#include <string>
#include <string_view>

namespace strata::schema {

// The escape of PCRE2 for \p{text} or, negated, \P{text}; nothing for a property that ECMA-262 does
// not have.
[[nodiscard]] auto property_escape(std::string_view text, bool negated)
    -> std::optional<std::string>;

}  // namespace strata::schema

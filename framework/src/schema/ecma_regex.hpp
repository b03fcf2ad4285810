#pragma once
// Regular expressions of ECMA-262 in Unicode mode, translated into the syntax of PCRE2. What
// ECMA-262 does not have (\A, \Z, \a, possessive quantifiers, inline flags, POSIX classes,
// comments) is an error. Of its appendix B, escaped punctuation and lone closing brackets are
// accepted, as patterns in the wild have them.
#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

namespace strata::schema {

struct RegexError final {
    std::size_t offset = 0;  // in bytes
    std::string message;
};

[[nodiscard]] auto translate_regex(std::string_view pattern)
    -> std::expected<std::string, RegexError>;

}  // namespace strata::schema

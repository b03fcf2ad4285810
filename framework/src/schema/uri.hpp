#pragma once
// Resolution of URI references (RFC 3986, section 5.2), for $id and $ref.
#include <string>
#include <string_view>
#include <utility>

namespace strata::schema {

[[nodiscard]] auto resolve_uri(std::string_view base, std::string_view reference) -> std::string;

// The part before "#" and the part after it, percent-decoded.
[[nodiscard]] auto split_fragment(std::string_view uri) -> std::pair<std::string, std::string>;

}  // namespace strata::schema

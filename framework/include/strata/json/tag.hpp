#pragma once
// The tag of a variant: which alternative an object is, by the text of one of its members.
#include <optional>
#include <string>
#include <string_view>

#include "strata/json/reader.hpp"

namespace strata::json {

// The member's text, without consuming the object. Nothing: the value is no object, has no such
// member, or one that is no string; the problem is recorded then, and the value skipped.
[[nodiscard]] auto read_tag(Reader& reader, std::string_view member) -> std::optional<std::string>;

// The tag names no alternative: records it at the member, and skips the object.
void refuse_tag(Reader& reader, std::string_view member);

}  // namespace strata::json

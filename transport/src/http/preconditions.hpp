#pragma once
// The preconditions of a request for something that exists, in the order of RFC 9110, section
// 13.2.2, and the comparison of entity tags. Pure; any thread.
#include <cstdint>
#include <string_view>

#include "http/parse/request_head.hpp"

namespace strata::http {

enum class Precondition : std::uint8_t { holds, not_modified, failed };

// `etag` is strong, in its quotes; `modified` is in seconds of Unix time.
[[nodiscard]] auto check_preconditions(const HeadView& head, std::string_view etag,
                                       std::int64_t modified) -> Precondition;

// Whether If-None-Match names the tag, or any: weak comparison, over all of the field's lines.
[[nodiscard]] auto is_known_to_client(const HeadView& head, std::string_view etag) -> bool;

// Whether If-Match names the tag, or any, or is not there: strong comparison. Without a tag, "", it
// can name any only.
[[nodiscard]] auto is_wanted_by_client(const HeadView& head, std::string_view etag) -> bool;

}  // namespace strata::http

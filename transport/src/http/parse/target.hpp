#pragma once
// The request target of RFC 9112, section 3.2, the authority in it or in Host, and percent-encoding
// (RFC 3986, section 2.1), decoded once and never again. Pure; any thread.
#include <string>
#include <string_view>

#include "http/parse/refusal.hpp"
#include "http/parse/request_head.hpp"

namespace strata::http {

// Checks a target and notes its parts in `head`; `base` is what head's offsets count from.
// origin-form, absolute-form (http and https), and "*" for OPTIONS. A path holds no "." or ".."
// segment, encoded or not, and no encoded NUL; every % is followed by two hexadecimal digits.
[[nodiscard]] auto parse_target(std::string_view target, const char* base, RequestHead& head)
    -> Refusal;

// uri-host [ ":" port ]: a name, an IPv4 address or a bracketed IPv6 address; not empty.
[[nodiscard]] auto is_authority(std::string_view text) noexcept -> bool;

// Appends `text` decoded. False, with `out` as it was, if an escape is malformed or stands for NUL.
// `plus_is_space` is for query values (application/x-www-form-urlencoded).
[[nodiscard]] auto percent_decode(std::string_view text, bool plus_is_space, std::string& out)
    -> bool;

}  // namespace strata::http

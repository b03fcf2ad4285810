#pragma once
// Whether a Content-Type is JSON in UTF-8 (RFC 8259, section 11). Pure; any thread.
#include <string_view>

namespace strata::protocol {

// application/json, alone or with charset=utf-8.
[[nodiscard]] auto is_json_type(std::string_view content_type) noexcept -> bool;

}  // namespace strata::protocol

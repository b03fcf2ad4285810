#pragma once
// Status codes and their reason phrases (RFC 9110, section 15). Pure; any thread.
#include <string_view>

namespace strata::http {

[[nodiscard]] auto reason_phrase(int status) noexcept -> std::string_view;
// Answers with such a status have no body and no Content-Length.
[[nodiscard]] constexpr auto is_bodiless(int status) noexcept -> bool {
    return status < 200 || status == 204 || status == 304;
}

}  // namespace strata::http

#pragma once
// The session cookie: reading it from a request, and the Set-Cookie that begins or ends one (RFC
// 6265). HttpOnly, SameSite=Lax, Secure unless the request's Host is a loopback name. Pure; any
// thread.
#include <string>
#include <string_view>

#include "http/parse/request_head.hpp"
#include "strata/contract/call.hpp"

namespace strata::protocol {

inline constexpr std::string_view session_cookie_name = "session";

// The token, or "" if the request has no such cookie, or two that differ.
[[nodiscard]] auto session_cookie(const http::HeadView& head) -> std::string_view;
[[nodiscard]] auto set_session_cookie(const contract::SessionChange& change, std::string_view host)
    -> std::string;
// localhost, *.localhost, 127.0.0.0/8, [::1], with or without a port.
[[nodiscard]] auto is_loopback_host(std::string_view host) noexcept -> bool;
// The token of `Authorization: Bearer ...`; "" for any other scheme.
[[nodiscard]] auto bearer_token(std::string_view authorization) noexcept -> std::string_view;

}  // namespace strata::protocol

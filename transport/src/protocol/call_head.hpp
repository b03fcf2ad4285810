#pragma once
// What a request's head says of a call, whichever protocol its body speaks. Pure; any thread. The
// views are the head's.
#include <string_view>

#include "http/cross_origin.hpp"
#include "http/parse/request_head.hpp"
#include "strata/contract/call.hpp"

namespace strata::protocol {

// The session's token: of Authorization, else of the cookie; "" for none.
[[nodiscard]] auto session_token(const http::HeadView& head) -> std::string_view;
// A session cookie that another site's page made the browser send.
[[nodiscard]] auto is_forged(const http::HeadView& head, const http::CrossOrigin& cross_origin)
    -> bool;
// The answer to it: 403.
[[nodiscard]] auto forged_problem() -> contract::Problem;

}  // namespace strata::protocol

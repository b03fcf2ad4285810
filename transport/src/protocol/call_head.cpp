#include "protocol/call_head.hpp"

#include "protocol/session_cookie.hpp"

namespace strata::protocol {

using http::Known;

auto session_token(const http::HeadView& head) -> std::string_view {
    const std::string_view token = bearer_token(head.field(Known::authorization));
    return token.empty() ? session_cookie(head) : token;
}

auto is_forged(const http::HeadView& head, const http::CrossOrigin& cross_origin) -> bool {
    const bool by_cookie =
        head.has(Known::cookie) && bearer_token(head.field(Known::authorization)).empty();
    return by_cookie && !session_cookie(head).empty() && !cross_origin.is_same_origin(head);
}

auto forged_problem() -> contract::Problem {
    contract::Problem problem;
    problem.status = 403;
    problem.code = "cross_site";
    problem.message = "A session cookie is only good on its own site";
    return problem;
}

}  // namespace strata::protocol

#include "protocol/call_head.hpp"

#include "http/parse/chars.hpp"
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

auto clean_request_id(std::string_view id) -> std::string_view {
    constexpr std::size_t longest = 128;
    return id.size() <= longest && http::is_token(id) ? id : std::string_view();
}

auto clean_traceparent(std::string_view text) -> std::string_view {
    if (text.size() != 55) return {};
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool dash = i == 2 || i == 35 || i == 52;
        bool hex = http::is(http::char_hex, text[i]) && !(text[i] >= 'A' && text[i] <= 'F');
        if (dash ? text[i] != '-' : !hex) return {};
    }
    return text;
}

}  // namespace strata::protocol

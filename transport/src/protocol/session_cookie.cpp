#include "protocol/session_cookie.hpp"

#include "http/http_date.hpp"
#include "http/parse/chars.hpp"

namespace strata::protocol {

namespace {

auto cookie_in(std::string_view pairs, std::string_view name, bool& twice) -> std::string_view {
    std::string_view found;
    while (!pairs.empty()) {
        std::size_t end = pairs.find(';');
        std::string_view pair = http::trim(pairs.substr(0, end));
        pairs.remove_prefix(end == pairs.npos ? pairs.size() : end + 1);
        std::size_t equals = pair.find('=');
        if (equals == pair.npos || pair.substr(0, equals) != name) continue;
        std::string_view value = pair.substr(equals + 1);
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
            value = value.substr(1, value.size() - 2);
        }
        twice |= !found.empty() && found != value;
        found = value;
    }
    return found;
}

}  // namespace

auto session_cookie(const http::HeadView& head) -> std::string_view {
    if (!head.has(http::Known::cookie)) return {};
    std::string_view found;
    bool twice = false;
    head.each([&](http::FieldView field) {
        if (!http::equal_text(field.name, "cookie")) return;
        std::string_view value = cookie_in(field.value, session_cookie_name, twice);
        if (value.empty()) return;
        twice |= !found.empty() && found != value;
        found = value;
    });
    return twice ? std::string_view() : found;
}

auto set_session_cookie(const contract::SessionChange& change, std::string_view host)
    -> std::string {
    std::string cookie(session_cookie_name);
    cookie.append("=").append(change.token).append("; Path=/; HttpOnly; SameSite=Lax");
    if (change.token.empty()) {
        cookie.append("; Max-Age=0");
    } else if (change.expires_at.microseconds() > 0) {
        constexpr std::int64_t second = 1'000'000;
        cookie.append("; Expires=");
        cookie.append(http::format_http_date(change.expires_at.microseconds() / second));
    }
    if (!is_loopback_host(host)) cookie.append("; Secure");
    return cookie;
}

auto is_loopback_host(std::string_view host) noexcept -> bool {
    if (host.starts_with("[::1]")) return true;
    host = host.substr(0, host.find(':'));
    if (http::equal_text(host, "localhost")) return true;
    constexpr std::string_view suffix = ".localhost";
    if (host.size() > suffix.size() &&
        http::equal_text(host.substr(host.size() - suffix.size()), suffix)) {
        return true;
    }
    return host.starts_with("127.") && host.find_first_not_of("0123456789.") == host.npos;
}

auto bearer_token(std::string_view authorization) noexcept -> std::string_view {
    constexpr std::string_view scheme = "bearer ";
    if (authorization.size() <= scheme.size()) return {};
    if (!http::equal_text(authorization.substr(0, scheme.size()), scheme)) return {};
    return http::trim(authorization.substr(scheme.size()));
}

}  // namespace strata::protocol

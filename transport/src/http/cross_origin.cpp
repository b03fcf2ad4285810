#include "http/cross_origin.hpp"

#include <algorithm>
#include <array>

#include "http/parse/chars.hpp"

namespace strata::http {

namespace {

// A port that is the scheme's own is the same as none (RFC 6454, section 4).
struct Scheme {
    std::string_view prefix;
    std::string_view port;
};
constexpr std::array schemes{Scheme{"http://", ":80"}, Scheme{"https://", ":443"}};

auto scheme_of(std::string_view origin) noexcept -> const Scheme* {
    const auto* found = std::ranges::find_if(
        schemes, [&](const Scheme& scheme) { return origin.starts_with(scheme.prefix); });
    return found == schemes.end() ? nullptr : found;
}

auto without(std::string_view port, std::string_view authority) noexcept -> std::string_view {
    if (authority.ends_with(port)) authority.remove_suffix(port.size());
    return authority;
}

}  // namespace

CrossOrigin::CrossOrigin(const ServerSettings& settings)
    : origins_(settings.cors_origins),
      any_(settings.cors_origins.size() == 1 && settings.cors_origins.front() == "*"),
      credentials_(settings.cors_credentials),
      max_age_(std::to_string(settings.cors_max_age.count())) {}

auto CrossOrigin::is_preflight(const HeadView& head) noexcept -> bool {
    return head.head().verb == Verb::options && head.has(Known::origin) &&
           head.has(Known::access_control_request_method);
}

auto CrossOrigin::allows(std::string_view origin) const noexcept -> bool {
    return any_ || std::find(origins_.begin(), origins_.end(), origin) != origins_.end();
}

void CrossOrigin::describe(const HeadView& head, std::string& lines) const {
    if (!is_enabled()) return;
    std::string_view origin = head.field(Known::origin);
    if (!any_) lines.append("Vary: Origin\r\n");
    if (origin.empty() || !allows(origin)) return;
    lines.append("Access-Control-Allow-Origin: ");
    lines.append(any_ ? std::string_view("*") : origin).append("\r\n");
    if (credentials_) lines.append("Access-Control-Allow-Credentials: true\r\n");
    lines.append(
        "Access-Control-Expose-Headers: ETag, Retry-After, RateLimit, RateLimit-Policy, "
        "X-Request-Id\r\n");
}

void CrossOrigin::describe_preflight(const HeadView& head, std::string_view allow,
                                     std::string& lines) const {
    if (!is_enabled() || !allows(head.field(Known::origin))) return;
    lines.append("Access-Control-Allow-Methods: ").append(allow).append("\r\n");
    std::string_view wanted = head.field(Known::access_control_request_headers);
    if (!wanted.empty()) {
        lines.append("Access-Control-Allow-Headers: ").append(wanted).append("\r\n");
    }
    lines.append("Access-Control-Max-Age: ").append(max_age_).append("\r\n");
}

auto CrossOrigin::is_same_origin(const HeadView& head) const noexcept -> bool {
    std::string_view origin = head.field(Known::origin);
    if (credentials_ && !origin.empty() && allows(origin)) return true;
    std::string_view site = head.field(Known::sec_fetch_site);
    if (!site.empty()) return site == "same-origin" || site == "none";
    if (origin.empty()) return !head.has(Known::origin);
    const Scheme* scheme = scheme_of(origin);
    if (scheme == nullptr) return false;
    origin.remove_prefix(scheme->prefix.size());
    return equal_text(without(scheme->port, origin), without(scheme->port, head.host()));
}

}  // namespace strata::http

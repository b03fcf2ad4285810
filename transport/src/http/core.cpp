#include "http/core.hpp"

#include <ctime>

#include "http/connection.hpp"
#include "http/http_date.hpp"

namespace strata::http {

Core::Core(EventLoop& event_loop, const ServerSettings& server_settings,
           const contract::LimitsSettings& call_limits)
    : TickListener(event_loop),
      loop(event_loop),
      settings(server_settings),
      limits(call_limits),
      wheel(event_loop),
      lag(event_loop, call_limits),
      cross_origin(server_settings),
      trusted_proxies(server_settings.trusted_proxies) {
    head_limits.request_line = static_cast<std::uint32_t>(settings.request_line.bytes());
    head_limits.header_bytes = static_cast<std::uint32_t>(settings.header_bytes.bytes());
    head_limits.header_count = settings.header_count;
    renew_head();
}

Core::~Core() = default;

void Core::ticked(std::uint64_t /*tick*/) { renew_head(); }

void Core::renew_head() {
    std::int64_t now = std::time(nullptr);
    if (now == second_) return;
    second_ = now;
    ok_head_.assign(ok_line).append("Date: ").append(format_http_date(now)).append("\r\n");
    if (settings.security_headers) {
        ok_head_ += "X-Content-Type-Options: nosniff\r\nReferrer-Policy: same-origin\r\n";
    }
}

}  // namespace strata::http

#include "http/core.hpp"

#include <ctime>

#include "http/connection.hpp"
#include "http/http_date.hpp"

namespace strata::http {

namespace {
constexpr std::size_t most_kept = 64;
constexpr std::size_t largest_kept = std::size_t{64} * 1024;
}  // namespace

Core::Core(EventLoop& event_loop, const ServerSettings& server_settings,
           const contract::LimitsSettings& call_limits)
    : TickListener(event_loop),
      loop(event_loop),
      settings(server_settings),
      limits(call_limits),
      wheel(event_loop),
      cross_origin(server_settings),
      trusted_proxies(server_settings.trusted_proxies) {
    head_limits.request_line = static_cast<std::uint32_t>(settings.request_line.bytes());
    head_limits.header_bytes = static_cast<std::uint32_t>(settings.header_bytes.bytes());
    head_limits.header_count = settings.header_count;
    renew_head();
}

Core::~Core() = default;

void Core::ticked(std::uint64_t /*tick*/) { renew_head(); }

auto Core::lend_output() -> std::unique_ptr<std::string> {
    if (outputs_.empty()) return std::make_unique<std::string>();
    std::unique_ptr<std::string> output = std::move(outputs_.back());
    outputs_.pop_back();
    return output;
}

void Core::take_back(std::unique_ptr<std::string> output) {
    if (output->capacity() > largest_kept || outputs_.size() == most_kept) return;
    outputs_.push_back(std::move(output));
}

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

#pragma once
// Core: what all connections of one server share: settings, routes, the timeouts, the date,
// counters, and the list of open connections. Loop thread; owned by the Server and outlives its
// connections.
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "http/cross_origin.hpp"
#include "http/deadline_wheel.hpp"
#include "http/parse/request_parser.hpp"
#include "http/router.hpp"
#include "http/trusted_proxies.hpp"
#include "strata/contract/settings.hpp"
#include "strata/http/settings.hpp"
#include "strata/http/statistics.hpp"
#include "strata/loop/event.hpp"
#include "strata/loop/event_loop.hpp"
#include "strata/loop/intrusive_list.hpp"
#include "strata/runtime/listener.hpp"

namespace strata::http {

class Connection;

class Core final : private TickListener {
  public:
    Core(EventLoop& event_loop, const ServerSettings& server_settings,
         const contract::LimitsSettings& call_limits);
    ~Core() override;

    EventLoop& loop;
    const ServerSettings& settings;
    const contract::LimitsSettings& limits;  // live
    HeadLimits head_limits{};
    Router router{};
    DeadlineWheel wheel;
    CrossOrigin cross_origin;
    TrustedProxies trusted_proxies;
    std::string common_fields{};  // lines of every answer

    bool draining = false;
    bool accepts_no_more = false;  // from then on an idle connection is kept but a moment
    bool cutting = false;
    IntrusiveList<Connection> open{};
    std::size_t open_count = 0;
    std::unordered_map<std::string, std::uint32_t> per_ip{};
    AsyncEvent emptied{};
    std::string spare_output{};  // room for answers that passes from one connection to the next
    runtime::DrainReport drain_report{};
    Statistics statistics{};

    // "Date: ...\r\n", renewed once a second.
    [[nodiscard]] auto date_line() const noexcept -> std::string_view { return date_line_; }

  private:
    void ticked(std::uint64_t tick) override;
    void renew_date();

    std::int64_t second_ = 0;
    std::string date_line_{};
};

}  // namespace strata::http

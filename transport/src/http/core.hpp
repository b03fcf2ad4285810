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
#include "http/output_pool.hpp"
#include "http/parse/request_parser.hpp"
#include "http/router.hpp"
#include "http/trusted_proxies.hpp"
#include "strata/contract/loop_lag.hpp"
#include "strata/contract/settings.hpp"
#include "strata/http/settings.hpp"
#include "strata/http/statistics.hpp"
#include "strata/loop/event.hpp"
#include "strata/loop/event_loop.hpp"
#include "strata/loop/intrusive_list.hpp"
#include "strata/runtime/listener.hpp"
#include "strata/security/clock.hpp"
#include "strata/security/ids.hpp"
#include "strata/security/random.hpp"

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
    contract::LoopLag lag;
    CrossOrigin cross_origin;
    TrustedProxies trusted_proxies;

    bool draining = false;
    bool accepts_no_more = false;  // from then on an idle connection is kept but a moment
    bool cutting = false;
    IntrusiveList<Connection> open{};
    std::size_t open_count = 0;
    std::unordered_map<std::string, std::uint32_t> per_ip{};
    AsyncEvent emptied{};
    runtime::DrainReport drain_report{};
    Statistics statistics{};
    OutputPool outputs{};
    security::SystemClock clock{};
    security::SystemRandom random{};
    security::UuidV7 ids{clock, random};  // of requests

    // The head of an answer begins so: "HTTP/1.1 200 OK", Date, and the lines of every answer. It
    // is written anew once a second.
    [[nodiscard]] auto ok_head() const noexcept -> std::string_view { return ok_head_; }

    // The time of Date, in seconds since 1970.
    [[nodiscard]] auto second() const noexcept -> std::int64_t { return second_; }

    [[nodiscard]] auto date_line() const noexcept -> std::string_view {
        return ok_head().substr(ok_line.size(), date_line_size);
    }
    [[nodiscard]] auto common_lines() const noexcept -> std::string_view {
        return ok_head().substr(ok_line.size());
    }

  private:
    void ticked(std::uint64_t tick) override;
    void renew_head();

    static constexpr std::string_view ok_line = "HTTP/1.1 200 OK\r\n";
    static constexpr std::size_t date_line_size = 37;
    std::int64_t second_ = 0;
    std::string ok_head_{};
};

}  // namespace strata::http

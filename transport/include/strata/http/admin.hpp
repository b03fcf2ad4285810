#pragma once
// Admin: the listener for operators, on a port of its own (admin.port; 0, the default, is none) and
// on the loopback address unless told otherwise: whoever reaches it may read and do everything
// here. With several workers (workers.count) the first has admin.port, the second the next port,
// and so on.
//
//     GET /metrics        Prometheus' text format
//     GET /live, /ready   as on the service's own port
//     GET /checks         the readiness checks, with what is wrong
//     GET /calls          calls and requests in flight: how long, and what they wait for
//     GET /limits         the limits in effect, and how often each was hit
//     GET /configuration  every key in effect and where it comes from; secrets are redacted
//     GET, PUT /log/level the level as text: "debug"; until the next reload or restart
//
// Loop thread only; main() owns it. During a drain it answers until its sockets are closed with
// the service's own.
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "strata/config/section.hpp"
#include "strata/runtime/listener.hpp"

namespace strata {
class Application;
}

namespace strata::http {

class Server;

struct AdminSettings {
    static constexpr std::string_view section = "admin";
    static void describe(config::Section<AdminSettings>& keys);

    std::string host = "127.0.0.1";
    std::uint16_t port = 0;
};

class Admin final : public runtime::Listener {
  public:
    // Of this application and its server, which both outlive it.
    Admin(Application& application, const Server& server);
    ~Admin() override;

    [[nodiscard]] auto port() const -> std::uint16_t;  // 0: does not listen

    [[nodiscard]] auto name() const -> std::string_view override { return "admin"; }
    void start() override;
    void begin_drain() override;
    void stop_accepting() override;
    [[nodiscard]] auto drain(std::chrono::steady_clock::time_point deadline)
        -> Task<runtime::DrainReport> override;
    void cut() override;

  private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace strata::http

#pragma once
// WireServer: an http::Server on a loop and thread of its own, with a few raw endpoints and made-up
// contract methods whose dispatcher answers with the parameters that it got.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "strata/contract/settings.hpp"
#include "strata/http/server.hpp"

namespace wire {

class WireServer final {
  public:
    explicit WireServer(strata::http::ServerSettings settings = defaults(),
                        strata::contract::LimitsSettings limits = {});
    WireServer(const WireServer&) = delete;
    auto operator=(const WireServer&) -> WireServer& = delete;
    ~WireServer();

    // Port 0 and short timeouts.
    static auto defaults() -> strata::http::ServerSettings;

    [[nodiscard]] auto port() const -> std::uint16_t { return port_; }
    // Runs on the loop, and waits for it.
    void on_loop(const std::function<void(strata::http::Server&)>& work);
    [[nodiscard]] auto statistics() -> strata::http::Statistics;
    // What a stopped server reports; then run() has returned.
    auto stop() -> strata::runtime::DrainReport;
    // Handlers that ended by cancellation so far, and those of /finish and rooms/keep that came to
    // their end.
    [[nodiscard]] auto cancelled() -> int;
    [[nodiscard]] auto finished() -> int;
    // Reloads limits.body.
    void set_body_limit(std::uint64_t bytes);
    // The jobs of /job run until then.
    static void let_jobs_end();

  private:
    struct State;
    static auto drain_into(State& state) -> strata::Task<void>;
    strata::http::ServerSettings settings_;
    strata::contract::LimitsSettings limits_;
    std::unique_ptr<State> state_;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

// The one that cases share.
auto shared_server() -> WireServer&;

}  // namespace wire

#pragma once
// SocketServer: an http::Server with WebSocket endpoints on a loop and thread of its own.
//
//     /ws        echoes; a handshake without Origin is let in
//     /strict    echoes; a cookie needs an Origin; speaks the subprotocols "chat" and "v2.chat"
//     /small     echoes messages of at most 16 bytes
//     /about     says what it knows of the handshake, once
//     /{kind}/flood   sends "0", "1", ... as shared frames of 1 KiB; kinds: close, drop, coalesce
//     /hoard     is sent to without awaiting, until it is closed
//     /bye/{n}   closes with code n at the first message
//     /throw     throws at the first message
//     /sleep     sleeps an hour at the first message
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "strata/http/server.hpp"

namespace websocket {

class SocketServer final {
  public:
    using Settings = strata::http::WebSocketSettings;

    explicit SocketServer(Settings settings = defaults(),
                          strata::http::ServerSettings server = server_defaults());
    SocketServer(const SocketServer&) = delete;
    auto operator=(const SocketServer&) -> SocketServer& = delete;
    ~SocketServer();

    // Short timeouts; permessage-deflate is on.
    static auto defaults() -> Settings;
    static auto server_defaults() -> strata::http::ServerSettings;

    [[nodiscard]] auto port() const -> std::uint16_t { return port_; }
    void on_loop(const std::function<void(strata::http::Server&)>& work);
    [[nodiscard]] auto statistics() -> strata::http::WebSocketStatistics;
    [[nodiscard]] auto http_statistics() -> strata::http::Statistics;
    // A handle on the newest connection of /ws; on the loop only.
    [[nodiscard]] static auto sockets() -> std::vector<strata::http::WebSocket>;
    // Handlers that ended by cancellation, and in whatever way.
    [[nodiscard]] static auto cancelled() -> int;
    [[nodiscard]] static auto ended() -> int;
    // Drains; what the server reports.
    auto stop() -> strata::runtime::DrainReport;
    // Drains, and cuts what is left after that time.
    auto stop_and_cut(std::chrono::milliseconds after) -> strata::runtime::DrainReport;

  private:
    struct State;
    static auto drain_into(State& state) -> strata::Task<void>;
    Settings settings_;
    strata::http::ServerSettings server_settings_;
    std::unique_ptr<State> state_;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

// The one that cases share.
auto shared_server() -> SocketServer&;

}  // namespace websocket

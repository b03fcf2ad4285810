#pragma once
// Server::Implementation: what the Server is made of from start() on. Loop thread.
#include <memory>
#include <string>
#include <vector>

#include "http/acceptor.hpp"
#include "http/core.hpp"
#include "protocol/packet_core.hpp"
#include "strata/http/server.hpp"
#include "websocket/hub.hpp"

namespace strata::http {

class Server::Implementation final {
  public:
    void add(Verb verb, std::string_view pattern, Handler handler, const RouteOptions& options);
    void start();
    void listen();
    // One TCP socket for each worker; those of a supervisor and the Unix socket they share.
    [[nodiscard]] auto open_for_workers(std::size_t count) -> std::vector<std::vector<int>>;
    void stop_accepting();
    [[nodiscard]] auto drain() -> Task<runtime::DrainReport>;
    void cut();
    void abandon();

    struct Route {
        Verb verb;
        std::string pattern;
        Handler handler;
        RouteOptions options;
    };
    struct WebSocketRoute {
        std::string pattern;
        WebSocketHandshakeHandler handler;
        WebSocketOptions options;
    };
    ServerParts parts{};
    std::function<void(ServerParts&)> take_parts{};  // at start(): what was not there before
    std::vector<Route> routes{};
    std::vector<WebSocketRoute> web_sockets{};
    std::vector<int> inherited{};
    bool is_worker = false;  // inherits all of its sockets
    std::shared_ptr<protocol::PacketCore> packets{};
    std::unique_ptr<Core> core{};
    std::unique_ptr<websocket::Hub> hub{};
    std::vector<std::unique_ptr<Acceptor>> acceptors{};
    std::string unix_path{};

    template <class F>
    void each_connection(F&& visit);

  private:
    void mount_health();
    void mount_methods();
    void mount_packets();
    void mount_routes();
    void mount_web_sockets();
    void mount_files();
};

// Shows the counters as strata_http_...; both outlive the registry's page.
void publish(const Statistics& statistics, metrics::Registry& registry);

}  // namespace strata::http

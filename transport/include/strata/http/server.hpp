#pragma once
// Server: the HTTP/1.1 listener of a service: its contracts' methods, raw endpoints, static files,
// /ready and /live. Loop thread only; main() owns it.
//
//     int main(int argc, char** argv) {
//         strata::Application application(service::registry(), argc, argv);
//         strata::http::Server server(application);
//         server.get("/files/{name}", files::download);
//         server.web_socket("/chat", chat::talk);
//         return application.run();
//     }
//
// A handler is a coroutine function `auto download(http::Request, http::Response) -> Task<void>`,
// or a lambda: it is kept until the server is destroyed, so what it captures is there for every
// request. Routes are added before run(); a malformed or taken pattern is a std::logic_error at
// start. A pattern's static segments go before parameters, "{name}" is one segment and a last
// "{path...}" the rest.
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "strata/contract/call.hpp"
#include "strata/contract/registry.hpp"
#include "strata/http/request.hpp"
#include "strata/http/response.hpp"
#include "strata/http/settings.hpp"
#include "strata/http/statistics.hpp"
#include "strata/http/web_socket.hpp"
#include "strata/http/web_socket_settings.hpp"
#include "strata/runtime/health.hpp"
#include "strata/runtime/listener.hpp"

namespace strata {
class Application;
class EventLoop;
namespace contract {
class Dispatcher;
struct LimitsSettings;
}  // namespace contract
namespace metrics {
class Registry;
}
namespace protocol {
struct LiveSettings;
}
}  // namespace strata

namespace strata::http {

using Handler = std::function<Task<void>(Request, Response)>;

struct RouteOptions {
    std::uint64_t body_limit = 0;  // bytes; 0: the configuration's limits.body; UINT64_MAX: none
    std::chrono::milliseconds timeout{0};  // until the answer begins; 0: server.handlerTimeout
    bool finish_on_disconnect = false;     // a reset does not cancel the handler
};

// A request that an endpoint is at work on.
struct RequestInFlight {
    std::string endpoint{};  // "GET /files/{name}", "POST /api/orders/place"
    std::string client{};    // address, after trusted proxies
    std::chrono::milliseconds duration{0};
};

// What a server needs of its surroundings. The Application gives it; tests make their own.
struct ServerParts {
    EventLoop* loop = nullptr;
    const ServerSettings* settings = nullptr;
    const WebSocketSettings* web_socket = nullptr;  // null: its defaults
    std::string section = "server";                 // what a message calls its settings
    std::span<const contract::Method> methods{};
    // Never throws (contract::Dispatcher::call).
    std::function<Task<void>(contract::Call&, contract::Reply&)> call{};
    const runtime::Health* health = nullptr;
    metrics::Registry* metrics = nullptr;              // null: nobody asks for the counters
    const contract::LimitsSettings* limits = nullptr;  // body, loopLag; null: their defaults
    contract::Dispatcher* dispatcher = nullptr;        // null: no Metacom and no JSON-RPC
    const protocol::LiveSettings* live = nullptr;      // null: the defaults
};

class Server final : public runtime::Listener {
  public:
    explicit Server(Application& application);
    explicit Server(ServerParts parts);
    ~Server() override;

    void get(std::string_view pattern, Handler handler, RouteOptions options = {});
    void post(std::string_view pattern, Handler handler, RouteOptions options = {});
    void put(std::string_view pattern, Handler handler, RouteOptions options = {});
    void patch(std::string_view pattern, Handler handler, RouteOptions options = {});
    void del(std::string_view pattern, Handler handler, RouteOptions options = {});

    // A handler of WebSocket connections (strata/http/web_socket.hpp).
    void web_socket(std::string_view pattern, WebSocketHandler handler,
                    WebSocketOptions options = {});
    void web_socket(std::string_view pattern, WebSocketHandshakeHandler handler,
                    WebSocketOptions options = {});

    // A listening socket that was opened elsewhere (a supervisor's), instead of server.host and
    // port. Owned from now on.
    void listen_on(int descriptor);

    // The TCP port that is listened on; 0 before start() and without one.
    [[nodiscard]] auto port() const -> std::uint16_t;
    [[nodiscard]] auto statistics() const -> const Statistics&;
    [[nodiscard]] auto requests_in_flight() const -> std::vector<RequestInFlight>;

    [[nodiscard]] auto name() const -> std::string_view override { return "http"; }
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

#pragma once
// Endpoint: a route on which WebSocket connections begin. Made at start; loop thread; it outlives
// its connections.
#include <memory>
#include <string>

#include "http/endpoint.hpp"
#include "strata/http/web_socket.hpp"
#include "websocket/connection.hpp"
#include "websocket/hub.hpp"
#include "websocket/session.hpp"

namespace strata::websocket {

class Endpoint final : public http::Endpoint {
  public:
    Endpoint(std::string endpoint_name, SessionFactory factory, http::WebSocketOptions options,
             Hub& hub);
    [[nodiscard]] auto serve(http::Connection& connection) -> Task<void> override;

  private:
    Hub& hub_;
    SessionFactory factory_;
    http::WebSocketOptions options_;
    ConnectionKind kind_;
};

// The sessions of a raw endpoint.
[[nodiscard]] auto session_factory(http::WebSocketHandshakeHandler handler, Hub& hub)
    -> SessionFactory;

}  // namespace strata::websocket

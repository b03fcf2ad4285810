#include "http/server_implementation.hpp"
#include "websocket/endpoint.hpp"

namespace strata::http {

void Server::web_socket(std::string_view pattern, WebSocketHandler handler,
                        WebSocketOptions options) {
    web_socket(
        pattern,
        [handler = std::move(handler)](WebSocket socket, Handshake) {
            return handler(std::move(socket));
        },
        std::move(options));
}

void Server::web_socket(std::string_view pattern, WebSocketHandshakeHandler handler,
                        WebSocketOptions options) {
    implementation_->web_sockets.push_back(
        {std::string(pattern), std::move(handler), std::move(options)});
}

void Server::Implementation::mount_web_sockets() {
    for (const WebSocketRoute& route : web_sockets) {
        auto factory = websocket::session_factory(route.handler, *hub);
        auto endpoint = std::make_unique<websocket::Endpoint>(
            "GET " + route.pattern, std::move(factory), route.options, *hub);
        core->router.add(Verb::get, route.pattern, std::move(endpoint));
    }
}

}  // namespace strata::http

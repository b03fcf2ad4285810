#include "websocket/endpoint.hpp"

#include <utility>

#include "http/connection.hpp"
#include "http/parse/target.hpp"
#include "websocket/handler_session.hpp"
#include "websocket/opening.hpp"

namespace strata::websocket {

namespace {

auto as_problem(const http::Refusal& refusal) -> contract::Problem {
    contract::Problem problem;
    problem.status = refusal.status;
    problem.code = refusal.code;
    problem.message = refusal.message;
    return problem;
}

auto handshake_of(http::Connection& connection, const std::string& subprotocol) -> http::Handshake {
    http::Handshake handshake;
    http::HeadView head = connection.head();
    handshake.path = head.path();
    handshake.query = head.query();
    handshake.host = head.host();
    handshake.client = connection.client();
    handshake.subprotocol = subprotocol;
    const http::RouteMatch& match = connection.match();
    for (std::size_t i = 0; i < match.count; ++i) {
        std::string value;
        // The parser has refused malformed escapes.
        if (!http::percent_decode(match.value(head.path(), i), false, value)) value.clear();
        handshake.parameters.emplace_back((*match.names)[i], std::move(value));
    }
    head.each([&handshake](http::FieldView field) {
        handshake.headers.emplace_back(field.name, field.value);
    });
    return handshake;
}

}  // namespace

Endpoint::Endpoint(std::string endpoint_name, SessionFactory factory,
                   http::WebSocketOptions options, Hub& hub)
    : http::Endpoint(std::move(endpoint_name)),
      hub_(hub),
      factory_(std::move(factory)),
      options_(std::move(options)) {
    logged = true;
    kind_.name = name;
    kind_.limits.message =
        options_.message_limit > 0 ? options_.message_limit : hub.settings.message.bytes();
    kind_.limits.fragments = hub.settings.fragments;
    kind_.slow_consumer = options_.slow_consumer.value_or(hub.settings.slow_consumer);
}

auto Endpoint::serve(http::Connection& connection) -> Task<void> {
    Opening opening = open(connection.head(), options_, hub_.settings, hub_.core.cross_origin);
    if (opening.refusal) {
        connection.fields().add_lines(opening.lines());
        connection.close_after_answer();
        connection.respond_problem(as_problem(opening.refusal));
        co_return;
    }
    auto successor = std::make_shared<Connection>(hub_, kind_, opening.deflate);
    successor->adopt(factory_(connection, opening.subprotocol, Link({successor, *successor})));
    connection.upgrade(opening.lines(), std::move(successor));
}

auto session_factory(http::WebSocketHandshakeHandler handler, Hub& hub) -> SessionFactory {
    return [handler = std::move(handler), &hub](http::Connection& connection,
                                                const std::string& subprotocol, Link link) {
        auto begin = [&handler, link, handshake = handshake_of(connection, subprotocol)]() mutable {
            return handler(http::WebSocket(link.connection()), std::move(handshake));
        };
        return std::make_unique<HandlerSession>(link, std::move(begin), hub.core.loop);
    };
}

}  // namespace strata::websocket

#include "strata/http/web_socket.hpp"

#include "http/parse/chars.hpp"
#include "http/query.hpp"
#include "websocket/connection.hpp"
#include "websocket/inbox.hpp"
#include "websocket/link.hpp"

namespace strata::http {

using websocket::Link;
using websocket::Opcode;

void WebSocketDrained::start() {
    websocket::Connection* connection = Link::live(connection_);
    if (connection == nullptr || connection->has_room()) {
        complete();
    } else {
        connection->when_room(place_);
    }
}

auto WebSocketDrained::await_resume() const -> bool {
    throw_if_cancelled();
    auto* live = Link::live(connection_);
    return live != nullptr && live->is_open();
}

void WebSocketReceive::start() {
    websocket::Connection* connection = Link::live(connection_);
    websocket::Inbox* inbox = connection != nullptr ? connection->session().inbox() : nullptr;
    if (inbox == nullptr || inbox->ask(place_)) complete();
}

auto WebSocketReceive::await_resume() const -> std::optional<WebSocketMessage> {
    throw_if_cancelled();
    websocket::Connection* connection = Link::live(connection_);
    websocket::Inbox* inbox = connection != nullptr ? connection->session().inbox() : nullptr;
    return inbox != nullptr ? inbox->take() : std::nullopt;
}

auto WebSocket::send(const WebSocketMessage& message) const -> WebSocketDrained {
    return message.is_text ? send_text(message.data) : send_binary(message.data);
}

auto WebSocket::send(std::shared_ptr<const WebSocketFrame> frame) const -> WebSocketDrained {
    if (auto* live = Link::live(connection_)) live->send(std::move(frame));
    return drained();
}

auto WebSocket::send_text(std::string_view text) const -> WebSocketDrained {
    if (auto* live = Link::live(connection_)) live->send(Opcode::text, text, {});
    return drained();
}

auto WebSocket::send_binary(std::string_view bytes) const -> WebSocketDrained {
    if (auto* live = Link::live(connection_)) live->send(Opcode::binary, bytes, {});
    return drained();
}

auto WebSocket::queued_bytes() const -> std::size_t {
    auto* live = Link::live(connection_);
    return live != nullptr ? live->queued_bytes() : 0;
}

void WebSocket::close(std::uint16_t code, std::string_view reason) const {
    if (auto* live = Link::live(connection_)) live->close(code, reason);
}

auto WebSocket::is_open() const -> bool {
    auto* live = Link::live(connection_);
    return live != nullptr && live->is_open();
}

auto Handshake::parameter(std::string_view name) const -> std::string {
    for (const auto& [known, value] : parameters) {
        if (known == name) return value;
    }
    return {};
}

auto Handshake::query_value(std::string_view name) const -> std::optional<std::string> {
    QueryReader reader(query);
    while (reader.next()) {
        if (reader.name() == name) return reader.value();
    }
    return std::nullopt;
}

auto Handshake::header(std::string_view name) const -> std::optional<std::string> {
    for (const auto& [known, value] : headers) {
        if (equal_text(known, name)) return value;
    }
    return std::nullopt;
}

}  // namespace strata::http

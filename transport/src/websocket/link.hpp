#pragma once
// Link: a weak handle on one WebSocket connection, for sessions and those whom they give it to.
// Cheap to copy; after the close everything is a (counted) no-op. Loop thread.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "strata/http/web_socket.hpp"
#include "strata/loop/weak_handle.hpp"

namespace strata::websocket {

class Connection;
using Frame = http::WebSocketFrame;

class Link final {
  public:
    Link() = default;
    explicit Link(WeakHandle<Connection> connection) : connection_(std::move(connection)) {}

    // Each queues one message at once. REQUIRES of a text: UTF-8. A full queue closes the
    // connection; of a shared frame, see http::SlowConsumer.
    void send_text(std::string_view text) const;
    void send_binary(std::string_view bytes) const;
    void send_binary(std::string_view head, std::string_view rest) const;
    void send(std::shared_ptr<const Frame> frame) const;
    // After what is queued. As of http::WebSocket::close().
    void close(std::uint16_t code, std::string_view reason = {}) const;

    // Neither side has begun to close.
    [[nodiscard]] auto is_open() const noexcept -> bool;
    [[nodiscard]] auto queued_bytes() const noexcept -> std::size_t;
    // co_await: true when less than 64 KiB is queued, false when the connection is closed.
    [[nodiscard]] auto drained() const -> http::WebSocketDrained {
        return http::WebSocketDrained(connection_);
    }

    // No on_text() or on_binary() until as many resume(), not even of what was read already;
    // resume() calls none itself.
    void pause() const;
    void resume() const;
    // Something is in flight, until as many release(): a drain does not close the connection, and
    // its session lives on after on_closed().
    void hold() const;
    void release() const;

    // Null: the connection is gone, or its server is. Not across a co_await.
    [[nodiscard]] auto live() const noexcept -> Connection* { return live(connection_); }
    [[nodiscard]] static auto live(const WeakHandle<Connection>& connection) noexcept
        -> Connection*;
    [[nodiscard]] auto connection() const noexcept -> const WeakHandle<Connection>& {
        return connection_;
    }

  private:
    WeakHandle<Connection> connection_{};
};

}  // namespace strata::websocket

#pragma once
// WebSocket: a handle on one WebSocket connection (RFC 6455), for raw endpoints. Loop thread only.
//
//     auto echo(http::WebSocket socket) -> Task<void> {
//         while (auto message = co_await socket.receive()) co_await socket.send(*message);
//     }
//     server.web_socket("/ws", echo);
//
// It owns nothing of the connection and can't dangle: after the close receive() gives nothing, and
// what is sent does nothing and is counted (Statistics::web_socket.late_sends). Cheap to copy.
//
// A handler is one coroutine a connection, in a scope of its own: a connection that breaks off
// cancels it (CancelReason::disconnect), one that is closed in order lets it run on until its next
// receive(). When the handler ends, the connection is closed with 1000; with 1011 if it threw.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "strata/http/handshake.hpp"
#include "strata/http/web_socket_frame.hpp"
#include "strata/http/web_socket_settings.hpp"
#include "strata/loop/suspension.hpp"
#include "strata/loop/task.hpp"
#include "strata/loop/wait_place.hpp"
#include "strata/loop/weak_handle.hpp"

namespace strata::websocket {
class Connection;
}

namespace strata::http {

// `data` is good until the next receive().
struct WebSocketMessage {
    bool is_text = false;
    std::string_view data{};
};

// What send() and drained() give. Awaiting it waits until the peer has taken most of what is
// queued: true, or false if the connection has been closed. Whoever sends without awaiting fills
// the queue, up to webSocket.limits.queue.
class WebSocketDrained final : public Suspension {
  public:
    explicit WebSocketDrained(WeakHandle<websocket::Connection> connection)
        : connection_(std::move(connection)) {}
    auto await_resume() const -> bool;

  private:
    void start() override;
    auto cancelling(CancelReason /*reason*/) noexcept -> OnCancel override {
        place_.unlink();
        return OnCancel::resume;
    }
    WeakHandle<websocket::Connection> connection_;
    WaitPlace place_{*this};
};

// What receive() gives: the next message, or none when the connection has ended.
class [[nodiscard]] WebSocketReceive final : public Suspension {
  public:
    explicit WebSocketReceive(WeakHandle<websocket::Connection> connection)
        : connection_(std::move(connection)) {}
    [[nodiscard]] auto await_resume() const -> std::optional<WebSocketMessage>;

  private:
    void start() override;
    auto cancelling(CancelReason /*reason*/) noexcept -> OnCancel override {
        place_.unlink();
        return OnCancel::resume;
    }
    WeakHandle<websocket::Connection> connection_;
    WaitPlace place_{*this};
};

class WebSocket final {
  public:
    explicit WebSocket(WeakHandle<websocket::Connection> connection)
        : connection_(std::move(connection)) {}

    // The next whole message. The peer is not read from further meanwhile than there is room for in
    // the connection's buffer. One receive() at a time (std::logic_error).
    [[nodiscard]] auto receive() const -> WebSocketReceive { return WebSocketReceive(connection_); }

    // Queues a message at once; what is queued in one turn of the loop is sent together. REQUIRES
    // of a text: UTF-8.
    auto send(const WebSocketMessage& message) const -> WebSocketDrained;
    auto send(std::shared_ptr<const WebSocketFrame> frame) const -> WebSocketDrained;
    auto send_text(std::string_view text) const -> WebSocketDrained;
    auto send_binary(std::string_view bytes) const -> WebSocketDrained;
    [[nodiscard]] auto drained() const -> WebSocketDrained { return WebSocketDrained(connection_); }
    [[nodiscard]] auto queued_bytes() const -> std::size_t;

    // Says goodbye after what is queued, and waits for the peer's answer for
    // webSocket.closeTimeout. Throws std::invalid_argument on a code that can't be sent (1000 to
    // 1014 but 1004 to 1006, 3000 to 4999) and a reason of more than 123 bytes.
    void close(std::uint16_t code = 1000, std::string_view reason = {}) const;
    // Neither side has begun to close.
    [[nodiscard]] auto is_open() const -> bool;

  private:
    WeakHandle<websocket::Connection> connection_;
};

struct WebSocketOptions {
    // The first one that the client offers and that stands here is agreed on; else none is.
    std::vector<std::string> subprotocols{};
    std::uint64_t message_limit = 0;  // bytes; 0: webSocket.limits.message
    // A handshake without Origin (not a browser's) is let in even if it has a cookie.
    bool allow_missing_origin = false;
    std::optional<SlowConsumer> slow_consumer{};  // none: webSocket.slowConsumer
};

using WebSocketHandler = std::function<Task<void>(WebSocket)>;
using WebSocketHandshakeHandler = std::function<Task<void>(WebSocket, Handshake)>;

}  // namespace strata::http

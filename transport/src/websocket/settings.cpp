#include "strata/http/web_socket_settings.hpp"

namespace strata::http {

using namespace std::chrono_literals;

namespace {

using Keys = config::Section<WebSocketSettings>;

void describe_limits(Keys& keys) {
    keys.key("limits.message", &WebSocketSettings::message,
             "Bytes of a received message, over all of its fragments and inflated. (A raw endpoint "
             "may have its own.)")
        .range(1, 1024ULL * 1024 * 1024)
        .beyond("close 1009");
    keys.key("limits.fragments", &WebSocketSettings::fragments, "Fragments of a received message.")
        .range(1, 1'000'000)
        .beyond("close 1008");
    keys.key("limits.queue", &WebSocketSettings::queue,
             "Bytes that wait to be sent to one peer; when another message is added to a full "
             "queue, the connection is closed, or see webSocket.slowConsumer.")
        .range(1024, 1024ULL * 1024 * 1024)
        .beyond("close 1008");
    keys.key(
            "slowConsumer", &WebSocketSettings::slow_consumer,
            "What becomes of a shared frame (an event) for a peer whose queue is full: close: the "
            "connection is closed; drop: this peer does not get it; coalesce: it replaces a queued "
            "one of the same key, else as close.")
        .choices({{"close", SlowConsumer::close},
                  {"drop", SlowConsumer::drop},
                  {"coalesce", SlowConsumer::coalesce}});
    keys.key("origins", &WebSocketSettings::origins,
             "Origins (https://app.example) whose pages may connect, beside the service's own.");
}

void describe_times(Keys& keys) {
    keys.key("pingInterval", &WebSocketSettings::ping_interval,
             "After this long without a byte from the peer it is pinged; 0: never.")
        .range(0ms, 24h);
    keys.key("pongTimeout", &WebSocketSettings::pong_timeout,
             "For the answer to a ping; then the peer is taken for dead.")
        .range(100ms, 1h)
        .beyond("the connection is closed");
    keys.key("idleTimeout", &WebSocketSettings::idle_timeout,
             "Without a message in either direction (pings are none); 0: as long as it likes.")
        .range(0ms, 24h)
        .beyond("close 1000");
    keys.key("closeTimeout", &WebSocketSettings::close_timeout,
             "For the peer's answer to a close frame (2 s at most during a drain).")
        .range(100ms, 1min)
        .beyond("the connection is closed");
    keys.rule([](const WebSocketSettings& s) -> std::string {
        bool odd = s.ping_interval > 0ms && s.ping_interval < 100ms;
        return odd ? "webSocket.pingInterval must be 0 or at least 100ms" : "";
    });
    keys.rule([](const WebSocketSettings& s) -> std::string {
        bool odd = s.idle_timeout > 0ms && s.idle_timeout < 100ms;
        return odd ? "webSocket.idleTimeout must be 0 or at least 100ms" : "";
    });
}

void describe_compression(Keys& keys) {
    keys.key("compression.enabled", &WebSocketSettings::deflate,
             "Agree on permessage-deflate with clients that offer it.");
    keys.key("compression.minimum", &WebSocketSettings::deflate_min,
             "Messages smaller than this are sent as they are.")
        .range(0, 1024 * 1024);
    keys.key("compression.ratio", &WebSocketSettings::deflate_ratio,
             "How many times its compressed size a received message may have, once it has more "
             "than 1 MiB.")
        .range(2, 2000)
        .beyond("close 1009");
    keys.key("compression.clientContextTakeover", &WebSocketSettings::client_takeover,
             "Whether a client's messages may refer to its earlier ones: up to 44 KiB more for "
             "each connection.");
    keys.key("compression.serverContextTakeover", &WebSocketSettings::server_takeover,
             "Whether the service's messages refer to its earlier ones: 260 KiB more for each "
             "connection, and shared frames go uncompressed.");
}

}  // namespace

void WebSocketSettings::describe(config::Section<WebSocketSettings>& keys) {
    keys.doc("WebSocket connections: limits, heartbeat, compression.");
    describe_limits(keys);
    describe_times(keys);
    describe_compression(keys);
}

}  // namespace strata::http

#pragma once
// WebSocketSettings: what the configuration says of WebSocket connections (section "webSocket"),
// every limit with its default. What they share with HTTP (connections, the handshake's and the
// write timeout) is ServerSettings'.
//
// A plain value; read on the loop thread. Times are kept to the loop's tick (100 ms).
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "strata/config/section.hpp"

namespace strata::http {

// What happens to a shared frame (WebSocketFrame) when the queue of its receiver is full. A message
// of one's own (send_text(), send_binary()) is never dropped: past the limit the connection is
// closed.
enum class SlowConsumer : std::uint8_t {
    close,     // the connection is closed with 1008
    drop,      // this receiver does not get the frame
    coalesce,  // a frame replaces the queued one of the same key; where there is none: close
};

struct WebSocketSettings {
    static constexpr std::string_view section = "webSocket";
    static void describe(config::Section<WebSocketSettings>& keys);

    config::Size message = 1024 * 1024;
    std::uint32_t fragments = 16'384;
    config::Size queue = 1024 * 1024;
    SlowConsumer slow_consumer = SlowConsumer::close;
    std::vector<std::string> origins{};

    std::chrono::milliseconds ping_interval{30'000};
    std::chrono::milliseconds pong_timeout{10'000};
    std::chrono::milliseconds idle_timeout{0};
    std::chrono::milliseconds close_timeout{5'000};

    bool deflate = false;
    config::Size deflate_min = 1024;
    std::uint32_t deflate_ratio = 200;
    bool client_takeover = false;
    bool server_takeover = false;
};

}  // namespace strata::http

#pragma once
// SocketClient: a raw WebSocket client: makes frames, right and wrong ones, and reads the server's
// strictly. Every wait is bounded.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/wire_client.hpp"

namespace websocket {

struct FrameOptions {
    bool fin = true;
    unsigned rsv = 0;  // 4: RSV1
    bool masked = true;
    int length_bytes = 0;  // 0: as few as it takes; else 1, 2 or 8
};
[[nodiscard]] auto frame(unsigned opcode, std::string_view payload, FrameOptions options = {})
    -> std::string;

[[nodiscard]] inline auto text(std::string_view payload, FrameOptions options = {}) -> std::string {
    return frame(1, payload, options);
}
[[nodiscard]] inline auto binary(std::string_view payload, FrameOptions options = {})
    -> std::string {
    return frame(2, payload, options);
}
[[nodiscard]] inline auto more(std::string_view payload, bool fin) -> std::string {
    return frame(0, payload, {.fin = fin});
}
[[nodiscard]] inline auto ping(std::string_view payload = "") -> std::string {
    return frame(9, payload);
}
[[nodiscard]] auto close_frame(unsigned code, std::string_view reason = "") -> std::string;

struct Frame {
    bool fin = false;
    unsigned rsv = 0;
    unsigned opcode = 0;
    std::string payload;
};

class SocketClient final {
  public:
    static constexpr std::string_view key = "dGhlIHNhbXBsZSBub25jZQ==";

    explicit SocketClient(std::uint16_t port) : wire_(port) {}
    SocketClient(std::uint16_t port, std::string_view path, std::string_view fields = "")
        : wire_(port) {
        answer_ = open(path, fields);
    }

    // A handshake in order, with further field lines.
    auto open(std::string_view path, std::string_view fields = "") -> wire::Answer;
    [[nodiscard]] auto answer() const -> const wire::Answer& { return answer_; }
    auto send(std::string_view bytes) -> bool { return wire_.send(bytes); }
    // The next frame of the server; none: nothing came, or it was not a frame of a server.
    [[nodiscard]] auto receive() -> std::optional<Frame>;
    // What comes, in words: "text:Hello", "binary:..", "ping:", "pong:", "close:1002", "fin",
    // "reset", "open" when nothing more comes. A long payload is "<SIZE>".
    [[nodiscard]] auto next() -> std::string;
    [[nodiscard]] auto wire() -> wire::WireClient& { return wire_; }

  private:
    auto fill() -> bool;
    wire::WireClient wire_;
    wire::Answer answer_;
    std::string pending_;
};

// What a client gets for these bytes, word by word, until as many words as expected came; a case
// that goes on must still have its socket served.
void check_exchange(std::uint16_t port, std::string_view path, std::string_view bytes,
                    std::string_view expected, std::string_view fields = "");

}  // namespace websocket

#pragma once
// MessageReader: from a client's bytes to messages and control frames (RFC 6455, section 5; with an
// Inflation, RFC 7692). It takes bytes as they come and keeps of them only an incomplete header and
// what a message that is not yet whole has so far; a message that came whole in one frame is given
// as a view into the caller's bytes, which are unmasked in place.
//
// Whatever the standard forbids is a failure where it is found: text that is not UTF-8 at its first
// wrong byte, a message that is too long at the header that says so. After a failure, or a close
// frame, nothing more is read. Loop thread; pure but for the Inflation.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "websocket/close_code.hpp"
#include "websocket/frame_header.hpp"
#include "websocket/utf8_stream.hpp"

namespace strata::websocket {

// Where compressed messages are inflated; made by whoever negotiated permessage-deflate.
class Inflation {
  public:
    virtual ~Inflation() = default;
    // Appends what a piece inflates to. False: `failure` says why not.
    [[nodiscard]] virtual auto inflate(std::string_view piece, std::string& out,
                                       std::uint64_t limit, Failure& failure) -> bool = 0;
    // The message's last piece has been inflated.
    [[nodiscard]] virtual auto finish(std::string& out, std::uint64_t limit, Failure& failure)
        -> bool = 0;
};

struct MessageLimits {
    std::uint64_t message = 1024 * 1024;  // bytes, over all fragments, and inflated
    std::uint32_t fragments = 16'384;
};

class MessageReader final {
  public:
    enum class Found : std::uint8_t { nothing, text, binary, ping, pong, close, failure };

    // `inflation`: null, without permessage-deflate. It outlives the reader.
    MessageReader(const MessageLimits& limits, Inflation* inflation) noexcept
        : limits_(limits), inflation_(inflation) {}

    // Reads on in `bytes` until something is found or all are used up; used() says how many were.
    auto read(char* bytes, std::size_t size) -> Found;
    [[nodiscard]] auto used() const noexcept -> std::size_t { return used_; }
    // Whether nothing can be found without another byte.
    [[nodiscard]] auto needs_bytes() const noexcept -> bool { return !in_frame_; }

    // Of what was found: a message's or control frame's payload, good until the next read(), and as
    // long as the bytes stay where they are.
    [[nodiscard]] auto content() const noexcept -> std::string_view { return content_; }
    [[nodiscard]] auto failure() const noexcept -> const Failure& { return failure_; }

    // While held, control frames are read on, but no message is begun: read() stops in front of it,
    // and content() of the last message stays good.
    void hold(bool on) noexcept { held_ = on; }
    // Gives back what an idle connection does not need.
    void trim() noexcept;
    [[nodiscard]] auto is_bulky() const noexcept -> bool { return message_.capacity() > 64; }

  private:
    auto begin_frame() -> bool;
    auto begin_data() -> bool;
    void take_part();
    auto take_header(const char* bytes, std::size_t size) -> bool;
    auto take_data(std::string_view piece, bool frame_ends) -> Found;
    auto take_inflated(std::string_view piece, bool message_ends) -> Found;
    auto take_control(std::string_view piece, bool frame_ends) -> Found;
    auto finish_message(std::string_view content) -> Found;
    auto finish_close() -> Found;
    auto fail(CloseCode code, std::string_view reason) -> bool;

    MessageLimits limits_;
    Inflation* inflation_;
    FrameHeader frame_{};
    std::uint64_t frame_at_ = 0;  // bytes of the frame's payload that were taken
    std::array<char, FrameHeader::max_size> header_{};
    std::uint8_t header_size_ = 0;
    bool in_frame_ = false;
    bool in_message_ = false;
    bool is_text_ = false;
    bool compressed_ = false;
    bool held_ = false;
    bool stale_ = false;  // message_ is the last message, which has been given
    bool ended_ = false;  // after a failure or a close frame
    std::uint8_t control_size_ = 0;
    Utf8Stream utf8_{};
    std::uint32_t fragments_ = 0;
    std::uint64_t received_ = 0;  // payload bytes announced by the message's frames so far
    std::size_t checked_ = 0;     // inflated bytes that were checked for UTF-8
    std::size_t used_ = 0;
    std::string_view content_{};
    Failure failure_{};
    std::array<char, max_control_payload> control_;  // not initialised
    std::string message_{};
};

}  // namespace strata::websocket

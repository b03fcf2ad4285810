#pragma once
// FrameHeader: the first 2 to 14 bytes of a frame (RFC 6455, section 5.2). Pure; any thread.
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace strata::websocket {

enum class Opcode : std::uint8_t {
    continuation = 0,
    text = 1,
    binary = 2,
    close = 8,
    ping = 9,
    pong = 10,
};

inline constexpr std::size_t max_control_payload = 125;

struct FrameHeader {
    // With a masking key, or as a server sends it, without.
    static constexpr std::size_t max_size = 14;
    static constexpr std::size_t max_sent_size = 10;

    bool fin = false;
    bool rsv1 = false;
    bool rsv23 = false;
    bool masked = false;
    bool minimal = true;      // the length is encoded in as few bytes as it can be
    std::uint8_t opcode = 0;  // any of the 16
    std::uint64_t length = 0;
    std::array<char, 4> mask{};

    [[nodiscard]] auto is_control() const noexcept -> bool { return (opcode & 8U) != 0; }
    [[nodiscard]] auto is(Opcode kind) const noexcept -> bool {
        return opcode == static_cast<std::uint8_t>(kind);
    }
};

// The size of a header whose first two bytes are these.
[[nodiscard]] auto header_size(const char* first_two) noexcept -> std::size_t;
// REQUIRES: `bytes` holds the whole header.
[[nodiscard]] auto read_header(const char* bytes) noexcept -> FrameHeader;
// The header of an unmasked frame, at the front of `out`: its size.
auto write_header(std::span<char, FrameHeader::max_sent_size> out, Opcode opcode, bool compressed,
                  std::uint64_t length) noexcept -> std::size_t;

}  // namespace strata::websocket

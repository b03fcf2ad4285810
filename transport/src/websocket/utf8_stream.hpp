#pragma once
// Utf8Stream: whether a text that comes in pieces is UTF-8 (RFC 3629), found out at the first byte
// that can't be. Pure; any thread.
#include <cstdint>
#include <string_view>

namespace strata::websocket {

class Utf8Stream final {
  public:
    // False: neither this piece nor anything after it makes a valid text any more.
    [[nodiscard]] auto add(std::string_view piece) noexcept -> bool;
    // Whether the text so far ends with a whole character.
    [[nodiscard]] auto is_complete() const noexcept -> bool { return left_ == 0; }
    void reset() noexcept { left_ = 0; }

  private:
    auto begin(unsigned char byte) noexcept -> bool;

    std::uint8_t left_ = 0;    // continuation bytes that are still to come
    std::uint8_t lowest_ = 0;  // what the next one may be
    std::uint8_t highest_ = 0;
};

}  // namespace strata::websocket

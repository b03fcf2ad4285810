#pragma once
// SHA-1 (RFC 3174), which the opening handshake asks for, and which nothing else here is for: it
// protects nothing there. Pure; any thread.
#include <array>
#include <cstdint>
#include <string_view>

namespace strata::websocket {

[[nodiscard]] auto sha1(std::string_view text) -> std::array<char, 20>;

}  // namespace strata::websocket

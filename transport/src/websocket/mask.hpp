#pragma once
// The masking of RFC 6455, section 5.3, undone in place, eight bytes at a time. Pure; any thread.
#include <array>
#include <cstddef>
#include <cstdint>

namespace strata::websocket {

// `offset` is where in the frame's payload the bytes stand.
void unmask(char* bytes, std::size_t size, const std::array<char, 4>& key,
            std::uint64_t offset) noexcept;

}  // namespace strata::websocket

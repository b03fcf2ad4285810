#pragma once
// Bytes: an octet string; base64 (RFC 4648, section 4, padded) in JSON, bytea or BLOB in a
// database.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace strata {

using Bytes = std::vector<std::uint8_t>;

[[nodiscard]] inline auto hash_bytes(const Bytes& bytes) noexcept -> std::size_t {
    return std::hash<std::string_view>()(
        {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

// Strict: padding required, no white space, unused bits zero.
[[nodiscard]] auto base64_decode(std::string_view text) -> std::optional<Bytes>;
[[nodiscard]] auto base64_encode(std::string_view bytes) -> std::string;

}  // namespace strata

#pragma once
// Token: an opaque bearer secret of 256 random bits, in base64url without padding (43 characters).
// A database and a cache know its hash alone (BLAKE2b, 256 bits), so that reading them signs nobody
// in. Plain functions; any thread.
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "strata/security/random.hpp"

namespace strata::security {

inline constexpr std::size_t token_bytes = 32;
inline constexpr std::size_t token_size = 43;

struct TokenHash {
    std::array<std::uint8_t, 32> bytes{};
    friend auto operator==(const TokenHash&, const TokenHash&) -> bool = default;
};

[[nodiscard]] auto make_token(Random& random) -> std::string;

// None for what make_token can't have made.
[[nodiscard]] auto hash_token(std::string_view token) -> std::optional<TokenHash>;

}  // namespace strata::security

template <>
struct std::hash<strata::security::TokenHash> {
    auto operator()(const strata::security::TokenHash& token) const noexcept -> std::size_t {
        std::size_t word = 0;
        std::memcpy(&word, token.bytes.data(), sizeof word);
        return word;
    }
};

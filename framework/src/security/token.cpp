#include "strata/security/token.hpp"

#include <sodium.h>

namespace strata::security {

namespace {

constexpr int encoding = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

}  // namespace

auto make_token(Random& random) -> std::string {
    std::array<std::uint8_t, token_bytes> secret{};
    random.fill(secret);
    std::array<char, token_size + 1> text{};
    sodium_bin2base64(text.data(), text.size(), secret.data(), secret.size(), encoding);
    sodium_memzero(secret.data(), secret.size());
    return {text.data(), token_size};
}

auto hash_token(std::string_view token) -> std::optional<TokenHash> {
    if (token.size() != token_size) return std::nullopt;
    std::array<std::uint8_t, token_bytes> secret{};
    std::size_t size = 0;
    const bool read = sodium_base642bin(secret.data(), secret.size(), token.data(), token.size(),
                                        nullptr, &size, nullptr, encoding) == 0;
    if (!read || size != token_bytes) return std::nullopt;
    TokenHash hash;
    crypto_generichash(hash.bytes.data(), hash.bytes.size(), secret.data(), secret.size(), nullptr,
                       0);
    sodium_memzero(secret.data(), secret.size());
    return hash;
}

}  // namespace strata::security

#pragma once
// TrustedProxies: whose Forwarded (RFC 7239) and X-Forwarded-For are believed, and the client's
// address that follows: the last one in the chain that is no trusted proxy. Immutable; any thread.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace strata::http {

class TrustedProxies final {
  public:
    // "10.0.0.0/8", "::1", "unix". Throws std::invalid_argument on anything else.
    explicit TrustedProxies(const std::vector<std::string>& networks);

    [[nodiscard]] auto empty() const noexcept -> bool { return networks_.empty() && !unix_; }
    // An empty peer is that of a Unix socket.
    [[nodiscard]] auto trusts(std::string_view peer) const -> bool;
    // `forwarded` and `x_forwarded_for` are field values; the first one goes before the second.
    [[nodiscard]] auto client(std::string_view peer, std::string_view forwarded,
                              std::string_view x_forwarded_for) const -> std::string;

  private:
    struct Network {
        std::array<std::uint8_t, 16> address{};  // IPv4 as ::ffff:a.b.c.d
        unsigned bits = 128;
    };
    static auto parse(std::string_view text) -> std::optional<Network>;
    std::vector<Network> networks_{};
    bool unix_ = false;
};

}  // namespace strata::http

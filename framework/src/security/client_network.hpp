#pragma once
// Who a client's address stands for: an IPv4 address for itself, an IPv6 address for its /64, since
// whoever has one address there has them all. Any thread.
#include <array>
#include <string>
#include <string_view>

namespace strata::security {

// The first 8 bytes of an IPv6 address in `out`; 0 for anything else.
[[nodiscard]] auto ipv6_network(std::string_view address, std::array<char, 8>& out) -> std::size_t;

// "192.0.2.1", "2001:db8:0:1::/64"; what is no IP address as it is.
[[nodiscard]] auto client_network(std::string_view address) -> std::string;

}  // namespace strata::security

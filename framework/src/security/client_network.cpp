#include "security/client_network.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <cstring>

namespace strata::security {

auto ipv6_network(std::string_view address, std::array<char, 8>& out) -> std::size_t {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.size() >= text.size() || !address.contains(':')) return 0;
    std::copy(address.begin(), address.end(), text.begin());
    in6_addr parsed{};
    if (inet_pton(AF_INET6, text.data(), &parsed) != 1 || IN6_IS_ADDR_V4MAPPED(&parsed)) return 0;
    std::memcpy(out.data(), parsed.s6_addr, out.size());
    return out.size();
}

auto client_network(std::string_view address) -> std::string {
    std::array<char, 8> network{};
    if (ipv6_network(address, network) == 0) return std::string(address);
    in6_addr first{};
    std::memcpy(first.s6_addr, network.data(), network.size());
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(AF_INET6, &first, text.data(), text.size());
    return std::string(text.data()).append("/64");
}

}  // namespace strata::security

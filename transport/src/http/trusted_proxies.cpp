#include "http/trusted_proxies.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <stdexcept>

#include "http/parse/chars.hpp"

namespace strata::http {

namespace {

auto parse_address(std::string_view text) -> std::optional<std::array<std::uint8_t, 16>> {
    std::array<std::uint8_t, 16> out{};
    std::string copy(text);
    if (::inet_pton(AF_INET6, copy.c_str(), out.data()) == 1) return out;
    out = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (::inet_pton(AF_INET, copy.c_str(), out.data() + 12) == 1) return out;
    return std::nullopt;
}

// The address in a node of RFC 7239, or an item of X-Forwarded-For: quotes, brackets and port go.
auto bare_address(std::string_view node) -> std::string_view {
    if (node.size() >= 2 && node.front() == '"' && node.back() == '"') {
        node = node.substr(1, node.size() - 2);
    }
    if (node.starts_with('[')) return node.substr(1, node.find(']') - 1);
    std::size_t colon = node.find(':');
    bool one_colon = colon != node.npos && node.find(':', colon + 1) == node.npos;
    return one_colon ? node.substr(0, colon) : node;
}

auto for_parameter(std::string_view element) -> std::string_view {
    while (!element.empty()) {
        std::size_t semicolon = element.find(';');
        std::string_view pair = trim(element.substr(0, semicolon));
        if (pair.size() > 4 && equal_text(pair.substr(0, 4), "for=")) return pair.substr(4);
        element.remove_prefix(semicolon == element.npos ? element.size() : semicolon + 1);
    }
    return {};
}

}  // namespace

auto TrustedProxies::parse(std::string_view text) -> std::optional<Network> {
    std::size_t slash = text.find('/');
    auto address = parse_address(text.substr(0, slash));
    if (!address) return std::nullopt;
    bool v4 = text.find(':') == text.npos;
    Network network{*address, 128};
    if (slash == text.npos) return network;
    std::string_view digits = text.substr(slash + 1);
    unsigned bits = 0;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    bool whole = error == std::errc() && end == digits.data() + digits.size();
    if (!whole || bits > (v4 ? 32U : 128U)) return std::nullopt;
    network.bits = bits + (v4 ? 96 : 0);
    return network;
}

TrustedProxies::TrustedProxies(const std::vector<std::string>& networks) {
    for (const std::string& text : networks) {
        if (text == "unix") {
            unix_ = true;
            continue;
        }
        std::optional<Network> network = parse(text);
        if (!network) {
            throw std::invalid_argument("server.trustedProxies: " + text +
                                        " is no address, no network and not \"unix\"");
        }
        networks_.push_back(*network);
    }
}

auto TrustedProxies::trusts(std::string_view peer) const -> bool {
    if (peer.empty()) return unix_;
    auto address = parse_address(peer);
    if (!address) return false;
    return std::any_of(networks_.begin(), networks_.end(), [&address](const Network& network) {
        std::size_t whole = network.bits / 8;
        if (std::memcmp(address->data(), network.address.data(), whole) != 0) return false;
        unsigned rest = network.bits % 8;
        if (rest == 0) return true;
        unsigned mask = 0xffU << (8 - rest) & 0xffU;
        return (((*address)[whole] ^ network.address[whole]) & mask) == 0;
    });
}

auto TrustedProxies::client(std::string_view peer, std::string_view forwarded,
                            std::string_view x_forwarded_for) const -> std::string {
    std::string current(peer);
    bool standard = !forwarded.empty();
    std::string_view chain = standard ? forwarded : x_forwarded_for;
    while (!chain.empty() && trusts(current)) {
        std::size_t comma = chain.rfind(',');
        std::string_view item = trim(comma == chain.npos ? chain : chain.substr(comma + 1));
        chain = comma == chain.npos ? std::string_view() : chain.substr(0, comma);
        std::string_view address = bare_address(standard ? for_parameter(item) : item);
        if (!parse_address(address)) break;
        current = address;
    }
    return current;
}

}  // namespace strata::http

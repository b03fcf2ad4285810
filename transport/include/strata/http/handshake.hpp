#pragma once
// Handshake: the request that a WebSocket connection began with, as copies. A value.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace strata::http {

class Handshake final {
  public:
    std::string path{};   // as sent, percent-encoded
    std::string query{};  // without "?", as sent
    std::string host{};
    std::string client{};       // address, after trusted proxies
    std::string subprotocol{};  // the one agreed on; empty: none
    std::vector<std::pair<std::string, std::string>> parameters{};  // of the route, decoded
    std::vector<std::pair<std::string, std::string>> headers{};

    // A value of the route's pattern; empty if the pattern has no such parameter.
    [[nodiscard]] auto parameter(std::string_view name) const -> std::string;
    // The first value of that name in the query, decoded ("+" is a space).
    [[nodiscard]] auto query_value(std::string_view name) const -> std::optional<std::string>;
    // The first field of that name, in any case.
    [[nodiscard]] auto header(std::string_view name) const -> std::optional<std::string>;
};

}  // namespace strata::http

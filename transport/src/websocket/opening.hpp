#pragma once
// The opening handshake (RFC 6455, section 4.2), strictly: what of it is wrong, or what is agreed
// on. Pure; any thread.
#include <string>
#include <string_view>

#include "http/cross_origin.hpp"
#include "http/parse/refusal.hpp"
#include "http/parse/request_head.hpp"
#include "strata/http/web_socket.hpp"
#include "websocket/deflate.hpp"

namespace strata::websocket {

struct Opening {
    http::Refusal refusal{};
    bool asks_for_other_version = false;  // no WebSocket of version 13: the answer names it
    std::string accept{};                 // Sec-WebSocket-Accept
    std::string subprotocol{};
    DeflateParameters deflate{};

    // The field lines of the answer, 101 or not.
    [[nodiscard]] auto lines() const -> std::string;
};

[[nodiscard]] auto open(const http::HeadView& head, const http::WebSocketOptions& options,
                        const http::WebSocketSettings& settings,
                        const http::CrossOrigin& cross_origin) -> Opening;

}  // namespace strata::websocket

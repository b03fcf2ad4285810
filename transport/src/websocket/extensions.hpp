#pragma once
// The extensions of an opening handshake (RFC 6455, section 9.1; RFC 7692, section 7.1): reads what
// a client offers and says what it gets. Pure; any thread.
#include <string>
#include <string_view>

#include "strata/http/web_socket_settings.hpp"
#include "websocket/deflate.hpp"

namespace strata::websocket {

// False: `field`, the value of all Sec-WebSocket-Extensions lines, is malformed. The first offer of
// permessage-deflate whose parameters are all known, valid and there once is taken; none: not
// enabled.
[[nodiscard]] auto negotiate(std::string_view field, const http::WebSocketSettings& settings,
                             DeflateParameters& agreed) -> bool;
// The value of the answer's Sec-WebSocket-Extensions.
[[nodiscard]] auto describe(const DeflateParameters& agreed) -> std::string;

}  // namespace strata::websocket

#pragma once
// The live protocols over WebSocket: what a handshake on /api leads to. Loop thread.
#include <memory>

#include "protocol/packet_core.hpp"
#include "websocket/session.hpp"

namespace strata {
class EventLoop;
}

namespace strata::protocol {

[[nodiscard]] auto live_sessions(std::shared_ptr<PacketCore> core, EventLoop& loop)
    -> websocket::SessionFactory;

}  // namespace strata::protocol

#pragma once
// The live protocols over WebSocket: what a handshake on /api leads to. Loop thread. The core
// outlives the connections.
#include "protocol/packet_core.hpp"
#include "websocket/session.hpp"

namespace strata {
class EventLoop;
}

namespace strata::protocol {

[[nodiscard]] auto live_sessions(PacketCore& core, EventLoop& loop) -> websocket::SessionFactory;

}  // namespace strata::protocol

#pragma once
// The packet protocols over plain HTTP: POST /api takes one Metacom packet, POST /rpc a JSON-RPC
// request or batch. Loop thread. The core outlives the router.
#include "http/router.hpp"
#include "protocol/packet_core.hpp"

namespace strata::protocol {

inline constexpr std::string_view metacom_path = "/api";
inline constexpr std::string_view json_rpc_path = "/rpc";

void mount_packets(http::Router& router, PacketCore& core);

}  // namespace strata::protocol

#pragma once
// The calls of packets, taken to the Dispatcher and their answers written. Loop thread only; core
// and origin outlive the Task.
#include <chrono>
#include <optional>
#include <string>

#include "protocol/packet_core.hpp"

namespace strata::protocol {

struct PacketAnswer {
    std::string text{};  // empty: nothing is to be said
    int status = 200;    // over HTTP
    std::optional<std::chrono::seconds> retry_after{};
};

// A Metacom call: its callback.
[[nodiscard]] auto answer_call(PacketCore& core, Origin& origin, std::string id, std::string method,
                               std::string args) -> Task<PacketAnswer>;
// A client's event: nothing, unless it was refused, or has an id.
[[nodiscard]] auto answer_event(PacketCore& core, Origin& origin, std::string id, std::string name,
                                std::string data) -> Task<PacketAnswer>;
// A JSON-RPC request or batch: its requests one after another.
[[nodiscard]] auto answer_rpc(PacketCore& core, Origin& origin, std::string text)
    -> Task<std::string>;

}  // namespace strata::protocol

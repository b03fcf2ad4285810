#pragma once
// Event: something that happened, as it is delivered: encoded once, whoever listens. A plain value.
#include <cstdint>
#include <string>
#include <string_view>

#include "strata/values/timestamp.hpp"
#include "strata/values/uuid.hpp"

namespace strata::events {

struct Event {
    Uuid id{};                  // of this event: a subscriber that sees it twice knows it by this
    std::string topic{};        // "order/0190c8a4-..."
    std::string_view module{};  // static storage: "mail"
    std::string_view name{};    // static storage: "placed"
    std::string data{};         // JSON text
    Timestamp emitted_at{};
    // Where several processes write: the transaction that it was written in, and the oldest one
    // that was running then. Who has seen this event may not have seen others from `horizon` on; 0:
    // in this process alone, where all are seen in order.
    std::uint64_t transaction = 0;
    std::uint64_t horizon = 0;
};

}  // namespace strata::events

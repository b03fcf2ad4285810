#pragma once
// Event: something that happened, as it is delivered: encoded once, whoever listens. A plain value.
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
};

}  // namespace strata::events

#pragma once
// Shows the WebSocket counters as strata_websocket_...; both outlive the registry's page.
#include "strata/http/statistics.hpp"

namespace strata::metrics {
class Registry;
}

namespace strata::websocket {

void publish(const http::WebSocketStatistics& statistics, metrics::Registry& registry);

}  // namespace strata::websocket

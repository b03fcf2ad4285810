#include "websocket/metrics.hpp"

#include "strata/metrics/registry.hpp"

namespace strata::websocket {

void publish(const http::WebSocketStatistics& statistics, metrics::Registry& registry) {
    auto from = [](const std::uint64_t& counter) {
        return [&counter] { return static_cast<double>(counter); };
    };
    const http::WebSocketStatistics& s = statistics;
    registry.gauge_from("strata_websocket_connections", "Open WebSocket connections.",
                        from(s.open));
    registry.counter_from("strata_websocket_opened_total", "Handshakes that were accepted.",
                          from(s.opened));
    registry.counter_from("strata_websocket_received_total", "Messages received.",
                          from(s.received));
    registry.counter_from("strata_websocket_sent_total", "Messages queued for sending.",
                          from(s.sent));
    registry.counter_from("strata_websocket_pings_total", "Pings received.", from(s.pings));
    registry.counter_from("strata_websocket_failed_total",
                          "Connections that broke the protocol or a limit.", from(s.failed));
    registry.counter_from("strata_websocket_lost_total",
                          "Connections that ended without a goodbye.", from(s.lost));
    registry.counter_from("strata_websocket_dead_peers_total",
                          "Connections whose peer answered no ping.", from(s.dead_peers));
    registry.counter_from("strata_websocket_idle_closed_total",
                          "Connections that the idle timeout closed.", from(s.idle_closed));
    registry.counter_from("strata_websocket_overflowed_total",
                          "Connections closed because their send queue was full.",
                          from(s.overflowed));
    registry.counter_from("strata_websocket_dropped_total",
                          "Shared frames that a slow consumer did not get.", from(s.dropped));
    registry.counter_from("strata_websocket_coalesced_total",
                          "Queued frames that a newer one of the same key replaced.",
                          from(s.coalesced));
    registry.counter_from("strata_websocket_late_sends_total",
                          "Messages for connections that were closed.", from(s.late_sends));
}

}  // namespace strata::websocket

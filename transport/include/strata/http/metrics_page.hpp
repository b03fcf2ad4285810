#pragma once
// metrics_page: a handler that answers with a registry's metrics in Prometheus' text format.
//
//     server.get("/metrics", http::metrics_page(application.metrics()));
//
// Everybody who reaches the route may read it: a public service gives it to its admin listener
// (strata/http/admin.hpp) only.
#include "strata/http/server.hpp"

namespace strata::metrics {
class Registry;
}

namespace strata::http {

// The registry outlives the server.
[[nodiscard]] auto metrics_page(const metrics::Registry& registry) -> Handler;

}  // namespace strata::http

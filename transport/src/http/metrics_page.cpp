#include "strata/http/metrics_page.hpp"

#include "strata/metrics/registry.hpp"

namespace strata::http {

auto metrics_page(const metrics::Registry& registry) -> Handler {
    return [&registry](Request, Response response) -> Task<void> {
        response.header("Cache-Control", "no-store");
        response.send(registry.render(), "text/plain; version=0.0.4; charset=utf-8");
        co_return;
    };
}

}  // namespace strata::http

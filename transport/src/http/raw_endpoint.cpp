#include "http/raw_endpoint.hpp"

#include <utility>

#include "http/connection.hpp"

namespace strata::http {

RawEndpoint::RawEndpoint(std::string endpoint_name, Handler handler, const RouteOptions& options,
                         const Core& core)
    : Endpoint(std::move(endpoint_name)), core_(core), handler_(std::move(handler)) {
    body_mode = BodyMode::streamed;
    logged = true;
    body_limit = options.body_limit;
    timeout = options.timeout.count() > 0 ? options.timeout : core.settings.handler_timeout;
    finish_on_disconnect = options.finish_on_disconnect;
}

auto RawEndpoint::admit(const HeadView& /*head*/) const -> Refusal {
    if (!core_.lag.is_behind()) return {};
    return {503, "overloaded", "Too much work waits; try again later"};
}

auto RawEndpoint::serve(Connection& connection) -> Task<void> {
    const WeakHandle<Connection> handle(connection.weak_from_this(), connection);
    return handler_(Request(handle, connection.serial()), Response(handle, connection.serial()));
}

}  // namespace strata::http

#pragma once
// RawEndpoint: a route that a service mounted itself. Its handler begins after the head and pulls
// the body.
#include "http/endpoint.hpp"
#include "strata/http/server.hpp"

namespace strata::http {

class RawEndpoint final : public Endpoint {
  public:
    RawEndpoint(std::string endpoint_name, Handler handler, const RouteOptions& options,
                const ServerSettings& settings);
    [[nodiscard]] auto serve(Connection& connection) -> Task<void> override;

  private:
    Handler handler_;
};

}  // namespace strata::http

#pragma once
// HealthEndpoint: GET /live (200 while the process runs) and GET /ready (200, or 503 while it
// starts, drains or a check fails). The names of failed checks are told; what is wrong with them is
// for the log.
#include "http/endpoint.hpp"
#include "strata/runtime/health.hpp"

namespace strata::http {

class HealthEndpoint final : public Endpoint {
  public:
    // Without a Health it is always ready, until the drain begins.
    HealthEndpoint(std::string endpoint_name, bool about_readiness, const runtime::Health* health);
    [[nodiscard]] auto serve(Connection& connection) -> Task<void> override;

  private:
    bool about_readiness_;
    const runtime::Health* health_;
};

}  // namespace strata::http

#pragma once
// RawEndpoint: a route that a service mounted itself. Its handler begins after the head and pulls
// the body.
#include "http/endpoint.hpp"
#include "strata/http/server.hpp"

namespace strata::http {

class Core;

class RawEndpoint final : public Endpoint {
  public:
    RawEndpoint(std::string endpoint_name, Handler handler, const RouteOptions& options,
                const Core& core);
    // Not what has waited too long for the loop (limits.loopLag).
    [[nodiscard]] auto admit(const HeadView& head) const -> Refusal override;
    [[nodiscard]] auto serve(Connection& connection) -> Task<void> override;

  private:
    const Core& core_;
    Handler handler_;
};

}  // namespace strata::http

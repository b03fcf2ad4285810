#pragma once
// StaticEndpoint: GET and HEAD of files under a folder, with validators, single ranges, and brotli
// or gzip for small texts. A route without a parameter is the folder without its slash.
// Loop thread.
#include "http/endpoint.hpp"
#include "http/static_root.hpp"

namespace strata::http {

class StaticEndpoint final : public Endpoint {
  public:
    // `policy` is the Content-Security-Policy of every file; empty: none.
    StaticEndpoint(std::string endpoint_name, const std::string& folder, std::string policy);
    [[nodiscard]] auto serve(Connection& connection) -> Task<void> override;

  private:
    [[nodiscard]] auto wanted_path(Connection& connection) const -> std::string;
    void answer_missing(Connection& connection, const std::string& path) const;

    void describe(Connection& connection, const StaticFile& file, std::int64_t modified,
                  bool coded) const;

    StaticRoot root_;
    std::string policy_;
};

}  // namespace strata::http

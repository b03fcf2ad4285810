#pragma once
// The test kit's HTTP client, with answers as nlohmann's documents, which tests compare in a line.
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "strata/testing/http_client.hpp"

namespace tests {

struct Response : strata::testing::HttpAnswer {
    Response() = default;
    explicit Response(HttpAnswer answer) : HttpAnswer(std::move(answer)) {}
    [[nodiscard]] auto json() const -> nlohmann::json { return nlohmann::json::parse(body); }
    [[nodiscard]] auto code() const -> std::string { return json().value("code", ""); }
};

class HttpClient final : public strata::testing::HttpClient {
  public:
    using strata::testing::HttpClient::HttpClient;

    // A contract's method: POST /api/<method> with a JSON object.
    auto call(const std::string& method,
              const nlohmann::json& parameters = nlohmann::json::object()) -> Response {
        return request("POST", "/api/" + method, parameters.dump(),
                       {{"Content-Type", "application/json"}});
    }
    auto request(std::string_view verb, std::string_view target, std::string_view body = {},
                 const Headers& headers = {}) -> Response {
        return Response(strata::testing::HttpClient::request(verb, target, body, headers));
    }
    auto receive(bool head_only = false) -> Response {
        return Response(strata::testing::HttpClient::receive(head_only));
    }
};

}  // namespace tests

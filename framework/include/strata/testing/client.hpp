#pragma once
// Client: somebody who calls a Service under test, without sockets (call) or over HTTP. The test's
// thread only; the Service outlives it. Copies share the connection.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "strata/contract/handler_name.hpp"
#include "strata/contract/run.hpp"
#include "strata/testing/answer.hpp"
#include "strata/testing/http_client.hpp"
#include "strata/values/caller.hpp"

namespace strata::testing {

class Service;

class Client final {
  public:
    // Calls a method by its handler: through everything that its contract says, but for the wire.
    template <auto Handler>
    [[nodiscard]] auto call(
        typename contract::HandlerTraits<decltype(Handler)>::Parameters parameters)
        -> Answer<typename contract::HandlerTraits<decltype(Handler)>::Value>;
    // The same by name, "orders/place", with a JSON object. std::runtime_error if there is no such
    // method.
    [[nodiscard]] auto call(std::string_view method, std::string_view parameters = "{}") -> Reply;

    // Over a socket, with the token of a session of this caller. A body is sent as JSON.
    auto request(std::string_view verb, std::string_view target, std::string_view body = {},
                 HttpClient::Headers headers = {}) -> HttpAnswer;
    auto get(std::string_view target) -> HttpAnswer { return request("GET", target); }
    auto del(std::string_view target) -> HttpAnswer { return request("DELETE", target); }
    auto post(std::string_view target, std::string_view body = "{}") -> HttpAnswer {
        return request("POST", target, body);
    }
    auto put(std::string_view target, std::string_view body = "{}") -> HttpAnswer {
        return request("PUT", target, body);
    }
    auto patch(std::string_view target, std::string_view body = "{}") -> HttpAnswer {
        return request("PATCH", target, body);
    }

    // A copy whose calls carry this Idempotency-Key.
    [[nodiscard]] auto with_key(std::string idempotency_key) const -> Client;
    // A copy whose call()s go over the socket too, as POST /api/orders/place; a method that is not
    // there is 404. Their replies name no token: it is in the cookie, which request() shows.
    [[nodiscard]] auto over_http() const -> Client;
    // Nobody without a session.
    [[nodiscard]] auto caller() const -> const std::optional<Caller>& { return caller_; }

  private:
    friend class Service;
    [[nodiscard]] auto call_over_http(std::string_view method, std::string_view parameters)
        -> Reply;
    explicit Client(Service& service) : service_(&service) {}

    Service* service_;
    std::optional<Caller> caller_{};
    std::string token_{};  // of a session; empty with a caller: none yet
    std::string idempotency_key_{};
    bool internal_ = false;
    bool over_http_ = false;
    std::shared_ptr<HttpClient> http_{};
};

template <auto Handler>
auto Client::call(typename contract::HandlerTraits<decltype(Handler)>::Parameters parameters)
    -> Answer<typename contract::HandlerTraits<decltype(Handler)>::Value> {
    using Value = typename contract::HandlerTraits<decltype(Handler)>::Value;
    static_assert(!contract::handler_name<Handler>.empty(),
                  "no handler of a contract: include its generated api header");
    using json::decode;
    using json::encode;
    std::string text;
    json::Writer writer(text);
    encode(writer, parameters);
    writer.finish();
    Reply reply = call(contract::handler_name<Handler>, text);
    std::optional<Value> value;
    if (!reply.problem) {
        if constexpr (std::is_same_v<Value, Done>) {
            value.emplace();
        } else {
            json::Reader reader(reply.body);
            decode(reader, value);
            if (!reader.finish())
                throw std::runtime_error("the result breaks its schema: " + reply.body);
        }
    }
    return Answer<Value>(std::move(reply), std::move(value));
}

}  // namespace strata::testing

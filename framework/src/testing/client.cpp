#include "strata/testing/client.hpp"

#include "strata/testing/service.hpp"

namespace strata::testing {

auto Client::call(std::string_view method, std::string_view parameters) -> Reply {
    return service_->call(*this, method, parameters);
}

auto Client::request(std::string_view verb, std::string_view target, std::string_view body,
                     HttpClient::Headers headers) -> HttpAnswer {
    if (internal_) throw std::logic_error("internal() calls have no wire");
    if (!http_) {
        http_ = std::make_shared<HttpClient>(service_->port());
        if (caller_) token_ = service_->sign_in(*caller_);
        http_->bearer(token_);
    }
    if (!body.empty()) headers.try_emplace("Content-Type", "application/json");
    if (!idempotency_key_.empty()) headers.try_emplace("Idempotency-Key", idempotency_key_);
    return http_->request(verb, target, body, headers);
}

auto Client::with_key(std::string idempotency_key) const -> Client {
    Client copy(*this);
    copy.idempotency_key_ = std::move(idempotency_key);
    return copy;
}

}  // namespace strata::testing

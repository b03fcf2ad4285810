#include "strata/testing/client.hpp"

#include "strata/testing/service.hpp"

namespace strata::testing {

namespace {

auto text_of(const json::Json& object, std::string_view key) -> std::string {
    const json::Json* found = object.find(key);
    return found != nullptr && found->is_string() ? found->as_string() : std::string();
}

// Problem details, RFC 9457, as the framework writes them.
auto problem_of(const HttpAnswer& answer) -> contract::Problem {
    const json::Json body = answer.json();
    contract::Problem problem;
    problem.status = answer.status;
    problem.code = text_of(body, "code");
    problem.message = text_of(body, "detail");
    problem.id = text_of(body, "id");
    if (const json::Json* data = body.find("data")) problem.data = data->to_string();
    if (const json::Json* errors = body.find("errors")) {
        for (const json::Json& error : errors->items())
            problem.errors.push_back({.pointer = text_of(error, "pointer"),
                                      .code = text_of(error, "code"),
                                      .message = text_of(error, "message")});
    }
    return problem;
}

}  // namespace

auto Client::call(std::string_view method, std::string_view parameters) -> Reply {
    if (over_http_) return call_over_http(method, parameters);
    return service_->call(*this, method, parameters);
}

auto Client::call_over_http(std::string_view method, std::string_view parameters) -> Reply {
    HttpAnswer answer = request("POST", "/api/" + std::string(method), parameters);
    Reply reply;
    reply.status = answer.status;
    reply.replayed = answer.header("idempotency-replayed") == "true";
    if (answer.status == 0) throw std::runtime_error("no answer to " + std::string(method));
    if (answer.status >= 400) {
        reply.problem = problem_of(answer);
    } else {
        reply.body = std::move(answer.body);
    }
    return reply;
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

auto Client::over_http() const -> Client {
    Client copy(*this);
    copy.over_http_ = true;
    return copy;
}

}  // namespace strata::testing

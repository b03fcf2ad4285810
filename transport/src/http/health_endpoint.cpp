#include "http/health_endpoint.hpp"

#include "http/connection.hpp"
#include "strata/json/writer.hpp"

namespace strata::http {

HealthEndpoint::HealthEndpoint(std::string endpoint_name, bool about_readiness,
                               const runtime::Health* health)
    : Endpoint(std::move(endpoint_name)), about_readiness_(about_readiness), health_(health) {}

auto HealthEndpoint::serve(Connection& connection) -> Task<void> {
    connection.fields().add("Cache-Control", "no-store");
    // Where there is a Health it knows of the drain, and of one that nobody needs to be told of.
    bool ready = health_ != nullptr ? health_->ready() : !connection.core().draining;
    if (!about_readiness_ || ready) {
        connection.respond(200, "application/json", R"({"status":"ok"})");
        co_return;
    }
    std::string text;
    {
        json::Writer writer(text);
        writer.begin_object();
        writer.key("status");
        writer.value("unavailable");
        writer.key("failed");
        writer.begin_array();
        if (connection.core().draining) writer.value("draining");
        if (health_ != nullptr) {
            for (const runtime::CheckResult& result : health_->results()) {
                if (!result.problem.empty()) writer.value(result.name);
            }
        }
        writer.end_array();
        writer.end_object();
    }
    connection.respond(503, "application/json", text);
}

}  // namespace strata::http

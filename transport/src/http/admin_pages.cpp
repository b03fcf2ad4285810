#include "http/admin_pages.hpp"

#include <map>

#include "strata/config/settings.hpp"
#include "strata/contract/dispatcher.hpp"
#include "strata/contract/gate.hpp"
#include "strata/http/server.hpp"
#include "strata/json/writer.hpp"
#include "strata/runtime/health.hpp"

namespace strata::http {

namespace {

void write_call(json::Writer& writer, const contract::CallInFlight& call) {
    writer.begin_object();
    writer.key("method");
    writer.value(std::string(call.module) + '/' + std::string(call.method));
    writer.key("request");
    writer.value(call.request_id);
    writer.key("stage");
    writer.value(call.stage);
    writer.key("milliseconds");
    writer.value(call.duration.count());
    writer.key("answered");
    writer.value(call.answered);
    writer.end_object();
}

void write_request(json::Writer& writer, const RequestInFlight& request) {
    writer.begin_object();
    writer.key("endpoint");
    writer.value(request.endpoint);
    writer.key("client");
    writer.value(request.client);
    writer.key("milliseconds");
    writer.value(request.duration.count());
    writer.end_object();
}

// How often clients were told of a limit, by the code that they got.
auto hits(const contract::Dispatcher& dispatcher, const Server& server)
    -> decltype(Statistics::refused_by_code) {
    auto counts = server.statistics().refused_by_code;
    counts["too_many_connections"] = server.statistics().over_limit;
    for (const contract::Method& method : dispatcher.catalog().methods()) {
        const contract::MethodStatistics& of_method = dispatcher.statistics(method);
        counts["rate_limited"] += of_method.count(contract::Outcome::limited);
        counts["overloaded"] += of_method.count(contract::Outcome::overloaded);
        counts["deadline_exceeded"] += of_method.count(contract::Outcome::late);
    }
    return counts;
}

}  // namespace

auto checks_page(const runtime::Health& health) -> std::string {
    std::string text;
    json::Writer writer(text);
    writer.begin_object();
    writer.key("phase");
    writer.value(health.phase().empty() ? std::string_view("ready") : health.phase());
    writer.key("checks");
    writer.begin_object();
    for (const runtime::CheckResult& result : health.results()) {
        writer.key(result.name);
        writer.value(result.problem.empty() ? std::string_view("ok") : result.problem);
    }
    writer.end_object();
    writer.end_object();
    writer.finish();
    return text;
}

auto calls_page(contract::Dispatcher& dispatcher, const Server& server) -> std::string {
    std::string text;
    json::Writer writer(text);
    writer.begin_object();
    writer.key("calls");
    writer.begin_array();
    for (const contract::CallInFlight& call : dispatcher.calls_in_flight()) {
        write_call(writer, call);
    }
    writer.end_array();
    writer.key("requests");
    writer.begin_array();
    for (const RequestInFlight& request : server.requests_in_flight()) {
        write_request(writer, request);
    }
    writer.end_array();
    writer.end_object();
    writer.finish();
    return text;
}

auto limits_page(const config::Settings& settings, const contract::Dispatcher& dispatcher,
                 const Server& server) -> std::string {
    std::string text;
    json::Writer writer(text);
    writer.begin_object();
    writer.key("limits");
    writer.begin_object();
    for (const config::Setting& setting : settings.effective()) {
        if (!setting.is_limit) continue;
        writer.key(setting.key);
        writer.raw(setting.value);
    }
    writer.end_object();
    writer.key("hits");
    writer.begin_object();
    for (const auto& [code, count] : hits(dispatcher, server)) {
        writer.key(code);
        writer.value(count);
    }
    writer.end_object();
    writer.end_object();
    writer.finish();
    return text;
}

auto configuration_page(const config::Settings& settings) -> std::string {
    std::string text;
    json::Writer writer(text);
    writer.begin_object();
    for (const config::Setting& setting : settings.effective()) {
        writer.key(setting.key);
        writer.begin_object();
        writer.key("value");
        writer.raw(setting.value);
        writer.key("origin");
        writer.value(setting.origin);
        writer.end_object();
    }
    writer.end_object();
    writer.finish();
    return text;
}

}  // namespace strata::http

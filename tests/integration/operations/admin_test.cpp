#include <doctest/doctest.h>

#include <chrono>
#include <fstream>
#include <string>

#include "support/service.hpp"

using namespace tests;

namespace {

// A probe with an admin listener.
struct Probe {
    explicit Probe(Process::Environment settings = {})
        : admin_port(free_port()), service(PROBE_BINARY, with_admin(std::move(settings))) {}

    auto with_admin(Process::Environment settings) const -> Process::Environment {
        settings.try_emplace("STRATA_ADMIN_PORT", std::to_string(admin_port));
        return settings;
    }

    int admin_port;
    Service service;
};

auto logged(Service& service, const std::string& text) -> bool {
    return service.process().output().find(text) != std::string::npos;
}

}  // namespace

TEST_CASE(
    "the metrics page is what promtool takes, on the admin listener and on the probe's port") {
    Probe probe;
    HttpClient client(probe.service.port());
    CHECK(client.request("GET", "/plaintext").status == 200);
    CHECK(client.call("probe/echoValidate").status == 422);
    for (const int port : {probe.admin_port, probe.service.port()}) {
        HttpClient reader(port);
        const auto page = reader.request("GET", "/metrics");
        CHECK(page.status == 200);
        CHECK(page.header("content-type") == "text/plain; version=0.0.4; charset=utf-8");
        const auto file = probe.service.folder() / "page.txt";
        std::ofstream(file) << page.body;
        const auto checked =
            run({"sh", "-c", "promtool check metrics < '" + file.string() + "' 2>&1"});
        CAPTURE(checked.output);
        CHECK(checked.status == 0);
        CHECK(checked.output.empty());
        CHECK(page.body.find(
                  "strata_calls_total{method=\"probe/echoValidate\",outcome=\"invalid\"} 1\n") !=
              std::string::npos);
        CHECK(page.body.find("strata_call_seconds_count{method=\"probe/echoValidate\"} 1\n") !=
              std::string::npos);
    }
}

TEST_CASE("the admin listener tells health, checks and configuration, and nothing secret") {
    Probe probe;
    HttpClient admin(probe.admin_port);
    CHECK(admin.request("GET", "/live").status == 200);
    CHECK(admin.request("GET", "/ready").status == 200);
    CHECK(admin.request("GET", "/checks").json().at("phase") == "ready");
    const auto configuration = admin.request("GET", "/configuration").json();
    CHECK(configuration.at("admin.port").at("value") == probe.admin_port);
    CHECK(configuration.at("admin.port").at("origin") == "STRATA_ADMIN_PORT");
    CHECK(configuration.at("admin.host").at("value") == "127.0.0.1");
    CHECK(admin.request("GET", "/plaintext").status == 404);
    CHECK(HttpClient(probe.service.port()).request("GET", "/configuration").status == 404);
}

TEST_CASE("the admin listener shows what is in flight") {
    Probe probe;
    HttpClient client(probe.service.port());
    REQUIRE(client.send("GET /slow?ms=20000 HTTP/1.1\r\nHost: a\r\n\r\n"));
    HttpClient admin(probe.admin_port);
    nlohmann::json requests;
    while (requests.empty()) requests = admin.request("GET", "/calls").json().at("requests");
    CHECK(requests.size() == 1);
    CHECK(requests.at(0).at("endpoint") == "GET /slow");
    CHECK(requests.at(0).at("client") == "127.0.0.1");
    client.reset();
    while (!requests.empty()) requests = admin.request("GET", "/calls").json().at("requests");
}

TEST_CASE("the admin listener counts how often each limit was hit") {
    Probe probe(Process::Environment{{"STRATA_SERVER_LIMITS_REQUEST_LINE", "256"}});
    const auto limits_before = HttpClient(probe.admin_port).request("GET", "/limits").json();
    CHECK(limits_before.at("limits").at("server.limits.requestLine") == "256B");
    HttpClient client(probe.service.port());
    const auto refused = client.request("GET", "/" + std::string(300, 'a'));
    CHECK(refused.status == 414);
    const auto limits = HttpClient(probe.admin_port).request("GET", "/limits").json();
    CHECK(limits.at("hits").at(refused.code()) == 1);
}

TEST_CASE("the log level changes while the service runs") {
    Probe probe(Process::Environment{{"STRATA_LOG_LEVEL", "error"}});
    HttpClient admin(probe.admin_port);
    CHECK(admin.request("GET", "/log/level").body == "error");
    CHECK(admin.request("PUT", "/log/level", "info").status == 200);
    CHECK(admin.request("GET", "/log/level").body == "info");
    const auto refused = admin.request("PUT", "/log/level", "loud");
    CHECK(refused.status == 422);
    CHECK(refused.code() == "unknown_level");
    CHECK(!logged(probe.service, "\"ready\""));
    CHECK(probe.service.stop().status == 0);
    CHECK(logged(probe.service, "\"stopping\""));
}

TEST_CASE("without a port there is no admin listener") {
    Service service(PROBE_BINARY);
    HttpClient client(service.port());
    CHECK(client.request("GET", "/configuration").status == 404);
    CHECK(service.stop().status == 0);
}

TEST_CASE("a taken admin port is one clear line and exit code 1") {
    Probe probe;
    const auto finished = run({PROBE_BINARY},
                              {{"STRATA_ENV", "test"},
                               {"STRATA_SERVER_PORT", std::to_string(free_port())},
                               {"STRATA_ADMIN_PORT", std::to_string(probe.admin_port)}},
                              probe.service.folder());
    CHECK(finished.status == 1);
    CHECK(finished.output.find("admin.port " + std::to_string(probe.admin_port)) !=
          std::string::npos);
}

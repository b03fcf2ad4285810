#include "strata/http/server.hpp"

#include <unistd.h>

#include <algorithm>

#include "http/connection.hpp"
#include "http/health_endpoint.hpp"
#include "http/raw_endpoint.hpp"
#include "http/server_implementation.hpp"
#include "protocol/live_session.hpp"
#include "protocol/packet_endpoint.hpp"
#include "protocol/rest.hpp"
#include "strata/contract/dispatcher.hpp"
#include "websocket/endpoint.hpp"
#include "websocket/metrics.hpp"

namespace strata::http {

namespace {

constexpr std::chrono::milliseconds idle_grace{500};
constexpr std::size_t slow_calls = 10;

}  // namespace

// Destroying or closing the visited connection is allowed, and no other one.
template <class F>
void Server::Implementation::each_connection(F&& visit) {
    for (Connection* connection = core->open.front(); connection != nullptr;) {
        Connection* next = core->open.after(*connection);
        visit(*connection);
        connection = next;
    }
}

Server::Server(ServerParts parts) : implementation_(std::make_unique<Implementation>()) {
    implementation_->parts = std::move(parts);
}

Server::~Server() {
    implementation_->abandon();
    for (int descriptor : implementation_->inherited) ::close(descriptor);
}

void Server::get(std::string_view pattern, Handler handler, RouteOptions options) {
    implementation_->add(Verb::get, pattern, std::move(handler), options);
}
void Server::post(std::string_view pattern, Handler handler, RouteOptions options) {
    implementation_->add(Verb::post, pattern, std::move(handler), options);
}
void Server::put(std::string_view pattern, Handler handler, RouteOptions options) {
    implementation_->add(Verb::put, pattern, std::move(handler), options);
}
void Server::patch(std::string_view pattern, Handler handler, RouteOptions options) {
    implementation_->add(Verb::patch, pattern, std::move(handler), options);
}
void Server::del(std::string_view pattern, Handler handler, RouteOptions options) {
    implementation_->add(Verb::del, pattern, std::move(handler), options);
}

void Server::listen_on(int descriptor) { implementation_->inherited.push_back(descriptor); }

auto Server::port() const -> std::uint16_t {
    for (const auto& acceptor : implementation_->acceptors) {
        if (std::uint16_t port = acceptor->port(); port != 0) return port;
    }
    return 0;
}

auto Server::statistics() const -> const Statistics& {
    static const Statistics none;
    return implementation_->core ? implementation_->core->statistics : none;
}

auto Server::requests_in_flight() const -> std::vector<RequestInFlight> {
    std::vector<RequestInFlight> requests;
    if (!implementation_->core) return requests;
    implementation_->each_connection([&](Connection& connection) {
        if (!connection.is_serving()) return;
        requests.push_back(RequestInFlight{.endpoint = connection.endpoint_name(),
                                           .client = connection.client(),
                                           .duration = connection.serving_for()});
    });
    return requests;
}

void Server::start() { implementation_->start(); }
void Server::begin_drain() { implementation_->core->draining = true; }
void Server::stop_accepting() { implementation_->stop_accepting(); }
auto Server::drain(std::chrono::steady_clock::time_point /*deadline*/)
    -> Task<runtime::DrainReport> {
    return implementation_->drain();
}
void Server::cut() { implementation_->cut(); }

void Server::Implementation::add(Verb verb, std::string_view pattern, Handler handler,
                                 const RouteOptions& options) {
    routes.push_back({verb, std::string(pattern), std::move(handler), options});
}

void Server::Implementation::start() {
    if (take_parts) take_parts(parts);
    static const contract::LimitsSettings defaults;
    const contract::LimitsSettings& limits = parts.limits != nullptr ? *parts.limits : defaults;
    core = std::make_unique<Core>(*parts.loop, *parts.settings, limits);
    static const WebSocketSettings usual;
    hub = std::make_unique<websocket::Hub>(*core,
                                           parts.web_socket != nullptr ? *parts.web_socket : usual);
    mount_health();
    mount_methods();
    mount_packets();
    mount_routes();
    mount_web_sockets();
    mount_files();
    if (parts.metrics != nullptr) {
        publish(core->statistics, *parts.metrics);
        websocket::publish(core->statistics.web_socket, *parts.metrics);
    }
    listen();
}

void Server::Implementation::mount_health() {
    core->router.add(Verb::get, "/live",
                     std::make_unique<HealthEndpoint>("GET /live", false, parts.health));
    core->router.add(Verb::get, "/ready",
                     std::make_unique<HealthEndpoint>("GET /ready", true, parts.health));
}

void Server::Implementation::mount_methods() {
    protocol::mount_rest(core->router, parts.methods, parts.call);
}

void Server::Implementation::mount_packets() {
    if (parts.dispatcher == nullptr) return;
    static const protocol::LiveSettings defaults;
    const protocol::LiveSettings& live = parts.live != nullptr ? *parts.live : defaults;
    packets = std::make_shared<protocol::PacketCore>(*parts.dispatcher, live, core->limits);
    protocol::mount_packets(core->router, *packets);
    auto sessions = protocol::live_sessions(packets, core->loop);
    auto endpoint = std::make_unique<websocket::Endpoint>("GET /api", std::move(sessions),
                                                          WebSocketOptions(), *hub);
    core->router.add(Verb::get, protocol::metacom_path, std::move(endpoint));
}

void Server::Implementation::mount_routes() {
    for (const Route& route : routes) {
        std::string title = std::string(verb_name(route.verb)) + " " + route.pattern;
        auto endpoint =
            std::make_unique<RawEndpoint>(std::move(title), route.handler, route.options, *core);
        core->router.add(route.verb, route.pattern, std::move(endpoint));
    }
}

void Server::Implementation::listen() {
    const ServerSettings& settings = *parts.settings;
    for (int descriptor : inherited) {
        acceptors.push_back(std::make_unique<Acceptor>(*core, descriptor));
    }
    if (inherited.empty() && !is_worker && !settings.host.empty()) {
        int descriptor = listen_tcp(parts.section, settings.host, settings.port, settings.backlog);
        acceptors.push_back(std::make_unique<Acceptor>(*core, descriptor));
    }
    inherited.clear();
    if (!is_worker && !settings.unix_socket.empty()) {
        int descriptor = listen_unix(settings.unix_socket, settings.backlog);
        unix_path = settings.unix_socket;
        acceptors.push_back(std::make_unique<Acceptor>(*core, descriptor));
    }
    for (auto& acceptor : acceptors) acceptor->start();
}

void Server::Implementation::stop_accepting() {
    if (!core) return;
    core->accepts_no_more = true;
    for (auto& acceptor : acceptors) acceptor->stop();
    if (!unix_path.empty()) ::unlink(unix_path.c_str());
    each_connection([](Connection& connection) { connection.end_when_idle(idle_grace); });
    hub->go_away();
}

auto Server::Implementation::drain() -> Task<runtime::DrainReport> {
    core->emptied.reset();
    if (core->open_count > 0) co_await core->emptied.wait();
    runtime::DrainReport report = core->drain_report;
    std::sort(report.slow.begin(), report.slow.end(),
              [](const auto& a, const auto& b) { return a.duration > b.duration; });
    if (report.slow.size() > slow_calls) report.slow.resize(slow_calls, {"", {}});
    co_return report;
}

void Server::Implementation::cut() {
    if (!core) return;
    core->cutting = true;
    each_connection([this](Connection& connection) {
        runtime::DrainedCall call(connection.endpoint_name(), connection.serving_for());
        if (connection.cut()) core->drain_report.cut.push_back(std::move(call));
    });
    hub->cut();
    // Also the calls whose client is gone, and that were let go on.
    if (parts.dispatcher != nullptr) parts.dispatcher->cut(CancelReason::shutdown);
}

void Server::Implementation::abandon() {
    if (!unix_path.empty()) ::unlink(unix_path.c_str());
    if (!core) return;
    each_connection([](Connection& connection) { connection.abandon(); });
    hub->abandon();
    acceptors.clear();
}

}  // namespace strata::http

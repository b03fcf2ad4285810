#include "http/server_implementation.hpp"
#include "http/socket_activation.hpp"
#include "protocol/live_settings.hpp"
#include "strata/application.hpp"
#include "strata/contract/dispatcher.hpp"
#include "strata/contract/settings.hpp"

namespace strata::http {

namespace {

// The steps before the listeners are done by then.
void fill(Application& application, ServerParts& parts) {
    contract::Dispatcher& dispatcher = application.dispatcher();
    parts.loop = &application.loop();
    parts.methods = dispatcher.catalog().methods();
    parts.dispatcher = &dispatcher;
    parts.call = [&dispatcher](contract::Call& call, contract::Reply& reply) {
        return dispatcher.call(call, reply);
    };
    parts.health = &application.health();
    parts.metrics = &application.metrics();
    parts.limits = &application.settings<contract::LimitsSettings>();
}

}  // namespace

auto Server::Implementation::open_for_workers(std::size_t count) -> std::vector<std::vector<int>> {
    const ServerSettings& settings = *parts.settings;
    std::vector<std::vector<int>> sockets(count);
    std::vector<int> shared = take_inherited_sockets();
    if (shared.empty() && !settings.host.empty()) {
        const auto own =
            listen_tcp_shared(parts.section, settings.host, settings.port, settings.backlog, count);
        for (std::size_t i = 0; i < count; ++i) sockets[i].push_back(own[i]);
    }
    if (!settings.unix_socket.empty()) {
        shared.push_back(listen_unix(settings.unix_socket, settings.backlog));
        unix_path = settings.unix_socket;
    }
    for (auto& of_worker : sockets) of_worker.insert(of_worker.end(), shared.begin(), shared.end());
    return sockets;
}

Server::Server(Application& application) : implementation_(std::make_unique<Implementation>()) {
    implementation_->parts.settings = &application.settings<ServerSettings>();
    implementation_->parts.web_socket = &application.settings<WebSocketSettings>();
    implementation_->parts.live = &application.settings<protocol::LiveSettings>();
    implementation_->take_parts = [&application, this](ServerParts& parts) {
        fill(application, parts);
        implementation_->is_worker = application.worker() != 0;
        const auto sockets =
            implementation_->is_worker ? take_inherited_sockets(name()) : take_inherited_sockets();
        for (const int socket : sockets) listen_on(socket);
    };
    application.attach(*this);
    application.attach(runtime::SocketOpener(std::string(name()), [this](std::size_t workers) {
        return implementation_->open_for_workers(workers);
    }));
}

}  // namespace strata::http

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

Server::Server(Application& application) : implementation_(std::make_unique<Implementation>()) {
    implementation_->parts.settings = &application.settings<ServerSettings>();
    implementation_->parts.web_socket = &application.settings<WebSocketSettings>();
    implementation_->parts.live = &application.settings<protocol::LiveSettings>();
    implementation_->take_parts = [&application, this](ServerParts& parts) {
        fill(application, parts);
        for (const int socket : take_inherited_sockets()) listen_on(socket);
    };
    application.attach(*this);
}

}  // namespace strata::http

#include "http/connection.hpp"
#include "http/server_implementation.hpp"
#include "http/static_endpoint.hpp"

namespace strata::http {

void Server::Implementation::mount_files() {
    const ServerSettings& settings = *parts.settings;
    if (settings.static_root.empty()) return;
    std::string policy = settings.security_headers ? settings.content_security_policy : "";
    std::string pattern = settings.static_path + "{path...}";
    auto files = std::make_unique<StaticEndpoint>("GET " + pattern, settings.static_root, policy);
    core->router.add(Verb::get, pattern, std::move(files));
}

}  // namespace strata::http

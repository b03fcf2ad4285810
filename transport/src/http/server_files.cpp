#include <filesystem>

#include "http/connection.hpp"
#include "http/server_implementation.hpp"
#include "http/static_endpoint.hpp"
#include "strata/log/log.hpp"

namespace strata::http {

void Server::Implementation::mount_files() {
    const ServerSettings& settings = *parts.settings;
    if (settings.static_root.empty()) return;
    // A binary that was copied elsewhere runs with nothing beside it.
    std::error_code ignored;
    if (!std::filesystem::exists(settings.static_root, ignored)) {
        log::warning("server.static.root does not exist: no static files are served",
                     {{"folder", settings.static_root}});
        return;
    }
    std::string policy = settings.security_headers ? settings.content_security_policy : "";
    std::string pattern = settings.static_path + "{path...}";
    auto files = std::make_unique<StaticEndpoint>("GET " + pattern, settings.static_root, policy);
    StaticEndpoint& endpoint = *files;
    core->router.add(Verb::get, pattern, std::move(files));
    const std::string folder = settings.static_path.substr(0, settings.static_path.size() - 1);
    if (!folder.empty() && !core->router.has(Verb::get, folder)) {
        core->router.add(Verb::get, folder, endpoint);
    }
}

}  // namespace strata::http

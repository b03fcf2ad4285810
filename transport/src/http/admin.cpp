#include "strata/http/admin.hpp"

#include <cstdint>
#include <stdexcept>
#include <utility>

#include "http/acceptor.hpp"
#include "http/admin_pages.hpp"
#include "http/socket_activation.hpp"
#include "strata/application.hpp"
#include "strata/contract/settings.hpp"
#include "strata/http/metrics_page.hpp"
#include "strata/http/server.hpp"
#include "strata/log/level.hpp"
#include "strata/log/log.hpp"

namespace strata::http {

namespace {

constexpr log::Level levels[] = {log::Level::trace,   log::Level::debug, log::Level::info,
                                 log::Level::warning, log::Level::error, log::Level::off};

auto page(std::function<std::string()> text) -> Handler {
    return [text = std::move(text)](Request, Response response) -> Task<void> {
        response.header("Cache-Control", "no-store");
        response.json(text());
        co_return;
    };
}

auto show_level(Request, Response response) -> Task<void> {
    response.text(to_string(log::level()));
    co_return;
}

auto change_level(Request request, Response response) -> Task<void> {
    const std::string wanted = co_await request.body();
    for (const log::Level level : levels) {
        if (to_string(level) != wanted) continue;
        log::set_level(level);
        response.text(wanted);
        co_return;
    }
    response.problem(422, "unknown_level", "A level is trace, debug, info, warning, error or off");
}

}  // namespace

void AdminSettings::describe(config::Section<AdminSettings>& keys) {
    keys.doc(
        "The listener for operators: metrics, health, calls in flight, limits, configuration, "
        "log level.");
    keys.key("host", &AdminSettings::host,
             "Address to listen on. Whoever reaches it may read and do everything there.");
    keys.key("port", &AdminSettings::port,
             "Port to listen on; 0: there is no admin listener. Of several workers the first has "
             "this one, each other one the next.");
    keys.rule([](const AdminSettings& s) -> std::string {
        return s.port != 0 && s.host.empty() ? "admin.host must be set" : "";
    });
}

class Admin::Implementation final {
  public:
    Implementation(Application& of, const Server& watched)
        : application(of), server(watched), settings(of.settings<AdminSettings>()) {}

    void mount(Server& own);
    // A port for each worker, from admin.port on.
    [[nodiscard]] auto open_for_workers(std::size_t count) const -> std::vector<std::vector<int>>;

    Application& application;
    const Server& server;
    const AdminSettings& settings;
    ServerSettings own_settings{};
    contract::LimitsSettings own_limits{};
    std::unique_ptr<Server> listener{};  // from start() on, where there is a port
};

void Admin::Implementation::mount(Server& own) {
    own.get("/metrics", metrics_page(application.metrics()));
    own.get("/checks", page([this] { return checks_page(application.health()); }));
    own.get("/calls", page([this] { return calls_page(application.dispatcher(), server); }));
    own.get("/limits", page([this] {
                return limits_page(application.settings_registry(), application.dispatcher(),
                                   server);
            }));
    own.get("/configuration",
            page([this] { return configuration_page(application.settings_registry()); }));
    own.get("/log/level", show_level);
    own.put("/log/level", change_level);
}

auto Admin::Implementation::open_for_workers(std::size_t count) const
    -> std::vector<std::vector<int>> {
    std::vector<std::vector<int>> sockets(count);
    if (settings.port == 0) return sockets;
    if (settings.port + count - 1 > UINT16_MAX) {
        throw std::runtime_error("admin.port " + std::to_string(settings.port) +
                                 ": each worker has the next port, and there are not so many");
    }
    for (std::size_t i = 0; i < count; ++i) {
        const auto port = static_cast<std::uint16_t>(settings.port + i);
        sockets[i].push_back(listen_tcp(std::string(AdminSettings::section), settings.host, port,
                                        ServerSettings().backlog));
    }
    return sockets;
}

Admin::Admin(Application& application, const Server& server)
    : implementation_(std::make_unique<Implementation>(application, server)) {
    application.attach(*this);
    application.attach(runtime::SocketOpener(std::string(name()), [this](std::size_t workers) {
        return implementation_->open_for_workers(workers);
    }));
}

Admin::~Admin() = default;

auto Admin::port() const -> std::uint16_t {
    return implementation_->listener ? implementation_->listener->port() : std::uint16_t{0};
}

void Admin::start() {
    Implementation& self = *implementation_;
    if (self.settings.port == 0) return;
    self.own_settings.host = self.settings.host;
    self.own_settings.port = self.settings.port;
    ServerParts parts;
    parts.loop = &self.application.loop();
    parts.settings = &self.own_settings;
    // An operator looks at a loop that has too much to do, above all.
    self.own_limits.loop_lag = std::chrono::milliseconds(0);
    parts.limits = &self.own_limits;
    parts.section = AdminSettings::section;
    parts.health = &self.application.health();
    self.listener = std::make_unique<Server>(std::move(parts));
    self.mount(*self.listener);
    if (self.application.worker() != 0) {
        for (const int socket : take_inherited_sockets(name())) self.listener->listen_on(socket);
    }
    self.listener->start();
}

void Admin::begin_drain() {
    if (implementation_->listener) implementation_->listener->begin_drain();
}

void Admin::stop_accepting() {
    if (implementation_->listener) implementation_->listener->stop_accepting();
}

auto Admin::drain(std::chrono::steady_clock::time_point deadline) -> Task<runtime::DrainReport> {
    if (!implementation_->listener) co_return runtime::DrainReport();
    auto drained = implementation_->listener->drain(deadline);
    co_return co_await drained;
}

void Admin::cut() {
    if (implementation_->listener) implementation_->listener->cut();
}

}  // namespace strata::http

#include "runtime/commands.hpp"

#include <algorithm>
#include <charconv>
#include <iostream>
#include <stdexcept>

#include "runtime/health_probe.hpp"
#include "strata/loop/run_task.hpp"
#include "strata/version.hpp"

namespace strata::runtime {

namespace {

constexpr std::chrono::milliseconds health_limit{2'000};

auto print_config(const config::Settings& settings) -> int {
    const std::vector<config::Setting> all = settings.effective();
    std::size_t key_width = 0;
    std::size_t value_width = 0;
    for (const config::Setting& setting : all) {
        key_width = std::max(key_width, setting.key.size());
        value_width = std::max(value_width, std::min<std::size_t>(setting.value.size(), 40));
    }
    for (const config::Setting& setting : all) {
        const auto gap = [](std::size_t width, const std::string& text) {
            return std::string(width > text.size() ? width - text.size() : 0, ' ');
        };
        std::cout << setting.key << gap(key_width, setting.key) << "  " << setting.value
                  << gap(value_width, setting.value) << "  " << setting.origin << '\n';
    }
    return 0;
}

auto unquoted(const std::string& json) -> std::string {
    return json.size() >= 2 && json.front() == '"' ? json.substr(1, json.size() - 2) : json;
}

// The listener's sections are known by their keys alone: the runtime is below the transport.
auto target_of(const config::Settings& settings) -> ProbeTarget {
    ProbeTarget target;
    target.host = unquoted(settings.value("server.host"));
    target.unix_socket = unquoted(settings.value("server.unixSocket"));
    const std::string port = settings.value("server.port");
    std::from_chars(port.data(), port.data() + port.size(), target.port);
    if (target.port == 0 && target.unix_socket.empty()) {
        throw std::runtime_error("health needs server.port, or server.unixSocket");
    }
    return target;
}

auto ask_health(const config::Settings& settings, bool ready) -> int {
    const std::string path = ready ? "/ready" : "/live";
    const int status = probe(target_of(settings), path, health_limit);
    std::cout << path << " answers " << status << '\n';
    return status == 200 ? 0 : 1;
}

auto page_of_keys(const config::Settings& settings, const std::string& page) -> std::string {
    if (page == "reference") return settings.reference_markdown();
    if (page == "limits") return settings.limits_markdown();
    throw UsageError("usage: config [reference | limits]");
}

auto run_loaded(Application::Implementation& application) -> int {
    const std::string& command = application.line.command;
    if (command == "config") return print_config(application.settings);
    if (command == "health") return ask_health(application.settings, application.line.ready);
    log::Settings quiet = application.log_settings;
    quiet.level = std::max(quiet.level, log::Level::warning);
    log::apply(quiet);
    if (command == "migrate") return run_migrate(application);
    if (command == "backup") return run_backup(application);
    return run_task(application.loop, run_call(application));
}

}  // namespace

auto run_command(Application::Implementation& application) -> int {
    const std::string& command = application.line.command;
    if (command == "help") {
        std::cout << help_text(application.registry.name);
    } else if (command == "version") {
        std::cout << application.registry.name << " (strata " << version << ")\n";
    } else if (command == "routes") {
        std::cout << routes_text(application.registry);
    } else if (command == "config" && !application.line.arguments.empty()) {
        std::cout << page_of_keys(application.settings, application.line.arguments[0]);
    } else {
        application.settings.load(application.sources());
        return run_loaded(application);
    }
    return 0;
}

}  // namespace strata::runtime

#include "strata/application.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "runtime/commands.hpp"
#include "runtime/implementation.hpp"
#include "runtime/metrics.hpp"
#include "runtime/notify.hpp"
#include "runtime/service.hpp"
#include "runtime/worker_rules.hpp"
#include "strata/log/settings.hpp"
#include "strata/log/tag.hpp"

namespace strata {

namespace {

using runtime::CommandLine;
using std::chrono::milliseconds;

constexpr milliseconds log_limit{2'000};  // for what waits to be written, at the end

// Connections are bounded by server.connections, not by what the shell happens to allow.
void raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

auto environment_variables() -> std::vector<std::pair<std::string, std::string>> {
    std::vector<std::pair<std::string, std::string>> variables;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text(*entry);
        const std::size_t equals = text.find('=');
        if (equals == std::string_view::npos) continue;
        variables.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
    return variables;
}

// Whether the process runs in its service's own folder, and not in another one that has a config/
// too: what is embedded of it, but for the configuration, is all there.
auto in_own_folder(std::span<const contract::EmbeddedFile> files) -> bool {
    const auto is_config = [](const auto& file) { return file.path.starts_with("config/"); };
    const auto is_there = [&](const auto& file) {
        return is_config(file) || std::filesystem::exists(file.path);
    };
    return !std::ranges::all_of(files, is_config) && std::ranges::all_of(files, is_there);
}

void report(std::exception_ptr failure, std::string_view where) {
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& exception) {
        log::error("uncaught exception", {{"where", where}, {"what", exception.what()}});
    } catch (...) {
        log::error("uncaught exception", {{"where", where}});
    }
}

}  // namespace

Application::Implementation::Implementation(const contract::Registry& of_service, int argc,
                                            char** argv)
    : registry(of_service), core(of_service, settings, loop), scheduler(loop, core, metrics) {
    for (int i = 1; i < argc; ++i) arguments.emplace_back(argv[i]);
    loop.on_failure(report);
    runtime::add_worker_rules(settings, registry, core, place);
}

auto Application::Implementation::sources() const -> config::Sources {
    config::Sources sources;
    for (const contract::EmbeddedFile& file : registry.files) {
        if (file.path.starts_with("config/")) {
            sources.files.push_back(config::File{.path = file.path, .text = file.text});
        }
    }
    sources.working_folder = in_own_folder(registry.files);
    sources.variables = environment_variables();
    sources.flags = line.flags;
    sources.config_file = line.config_file;
    return sources;
}

// By default there is nobody behind a terminal to tell that this instance goes.
auto Application::Implementation::drain_delay() const -> milliseconds {
    const bool by_default = settings.origin("drain.delay") == "default";
    return by_default && ::isatty(STDIN_FILENO) == 1 ? milliseconds(0) : drain.delay;
}

auto Application::Implementation::reload_settings() -> bool {
    try {
        const config::Reload result = settings.reload(sources());
        for (const std::string& change : result.changed) {
            log::info("configuration changed", {{"change", change}});
        }
        for (const std::string& key : result.refused) {
            log::warning("configuration can't change without a restart", {{"key", key}});
        }
    } catch (const config::ConfigError& error) {
        for (const std::string& fault : error.faults()) {
            log::error("configuration refused", {{"fault", fault}});
        }
        return false;
    }
    log::apply(log_settings);
    return true;
}

void Application::Implementation::reload() {
    if (!reload_settings()) return;
    core.apply_limits();
    if (service != nullptr) service->watchdog().set_stall(watchdog.stall);
    for (const auto& changed : on_reload) changed();
    log::info("configuration reloaded");
}

void Application::Implementation::tell(std::string_view problem) const {
    if (!place) {
        std::cerr << registry.name << ": " << problem << std::endl;
        return;
    }
    for (std::size_t at = 0; at < problem.size();) {
        const std::size_t end = std::min(problem.find('\n', at), problem.size());
        const std::string state = "PROBLEM=" + std::string(problem.substr(at, end - at));
        runtime::notify_supervisor(state, place->status);
        at = end + 1;
    }
}

auto Application::Implementation::serve() -> int {
    raise_descriptor_limit();
    place = runtime::take_worker_place();
    settings.load(sources());
    const bool supervises = !place && workers.count > 1;
    if (supervises) signals.add(SIGCHLD);  // before the log's thread
    log::catch_crashes();
    if (place) log::tag("worker", place->index);
    log::start(log_settings);
    log::info(
        "starting",
        {{"service", registry.name}, {"environment", settings.environment()}, {"pid", ::getpid()}});
    std::string problem;
    const int code = supervises ? supervise(problem) : serve(problem);
    return finish(code, problem);
}

auto Application::Implementation::finish(int code, const std::string& problem) const -> int {
    if (problem.empty()) log::info("exit", {{"code", code}});
    const bool flushed = log::stop(log_limit);
    if (!flushed) std::_Exit(code);  // nobody reads standard error
    if (!problem.empty()) tell(problem);
    return code;
}

auto Application::Implementation::serve(std::string& problem) -> int {
    listeners.push_back(&scheduler);  // the last to start: its jobs find all that they may need
    runtime::add_metrics(metrics, registry, loop, core);
    runtime::Service life(runtime::ServiceParts{
        .loop = loop,
        .core = core,
        .hooks = hooks,
        .health = health,
        .signals = signals,
        .listeners = listeners,
        .drain_delay = drain_delay(),
        .start = start,
        .drain = drain,
        .watchdog = watchdog,
        .reload = [this] { reload(); },
        .leave = [this](int code, const std::string& why) { std::_Exit(finish(code, why)); },
        .place = place});
    service = &life;
    const int code = life.run(problem);
    service = nullptr;
    life.watchdog().guard("logs", log_limit + log_limit);
    return code;
}

auto Application::Implementation::run() -> int {
    try {
        line = runtime::parse_command_line(arguments);
        if (line.command == "serve") return serve();
        signals.release();
        return runtime::run_command(*this);
    } catch (const runtime::UsageError& error) {
        std::cerr << registry.name << ": " << error.what() << " (see --help)" << std::endl;
        return 2;
    } catch (const std::exception& exception) {
        tell(exception.what());
        return EXIT_FAILURE;
    }
}

Application::Application(const contract::Registry& registry, int argc, char** argv)
    : implementation_(std::make_unique<Implementation>(registry, argc, argv)) {}

Application::~Application() = default;

void Application::attach(runtime::Listener& listener) {
    implementation_->listeners.push_back(&listener);
}
void Application::attach(runtime::Hook hook) { implementation_->hooks.attach(std::move(hook)); }
void Application::attach(runtime::ScheduledJob job) {
    implementation_->scheduler.attach(std::move(job));
}
void Application::attach(runtime::SocketOpener opener) {
    implementation_->openers.push_back(std::move(opener));
}
void Application::on_reload(std::function<void()> changed) {
    implementation_->on_reload.push_back(std::move(changed));
}

auto Application::run() -> int { return implementation_->run(); }

auto Application::settings_registry() -> config::Settings& { return implementation_->settings; }
auto Application::registry() const -> const contract::Registry& {
    return implementation_->registry;
}
auto Application::loop() -> EventLoop& { return implementation_->loop; }
auto Application::metrics() -> metrics::Registry& { return implementation_->metrics; }
auto Application::health() -> runtime::Health& { return implementation_->health; }
auto Application::worker() const -> unsigned {
    return implementation_->place ? implementation_->place->index : 0;
}
auto Application::workers() -> WorkerPool& { return implementation_->core.workers(); }
auto Application::database() -> data::Database& { return implementation_->core.database(); }
auto Application::bus() -> events::LocalBus& { return implementation_->core.bus(); }
auto Application::dispatcher() -> contract::Dispatcher& {
    return implementation_->core.dispatcher();
}

}  // namespace strata

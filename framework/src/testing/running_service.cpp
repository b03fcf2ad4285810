#include "testing/running_service.hpp"

#include <iostream>

#include "strata/http/admin.hpp"
#include "strata/http/settings.hpp"
#include "strata/log/log.hpp"
#include "strata/log/settings.hpp"
#include "strata/runtime/settings.hpp"

namespace strata::testing {

namespace {

constexpr std::chrono::seconds patience{10};  // for calls and jobs, at the end

// What an Application and its listeners add.
void add_sections(config::Settings& settings) {
    (void)settings.section<log::Settings>();
    (void)settings.section<runtime::StartSettings>();
    (void)settings.section<runtime::DrainSettings>();
    (void)settings.section<runtime::WatchdogSettings>();
    (void)settings.section<runtime::PoolSettings>();
    (void)settings.section<runtime::DatabaseSettings>();
    (void)settings.section<contract::LimitsSettings>();
    (void)settings.section<contract::ContractSettings>();
    (void)settings.section<security::SecuritySettings>();
    (void)settings.section<http::ServerSettings>();
    (void)settings.section<http::AdminSettings>();
}

}  // namespace

void load_settings(config::Settings& settings, const contract::Registry& registry,
                   const Options& options, const std::string& database_url) {
    add_sections(settings);
    if (options.sections) options.sections(settings);
    config::Sources sources;
    for (const contract::EmbeddedFile& file : registry.files) {
        if (file.path.starts_with("config/"))
            sources.files.push_back(config::File{.path = file.path, .text = file.text});
    }
    sources.working_folder = false;
    sources.variables = {{"STRATA_ENV", "test"}};
    sources.flags = {
        {"server.port", "0"}, {"server.static.root", ""}, {"database.durability", "off"}};
    sources.flags.insert(sources.flags.end(), options.settings.begin(), options.settings.end());
    if (!database_url.empty()) sources.flags.emplace_back("database.url", database_url);
    settings.load(sources);
}

RunningService::RunningService(const contract::Registry& registry, const Options& options,
                               const std::string& database_url)
    : clock(options.now),
      random(options.seed),
      core(registry, settings, loop),
      registry_(registry),
      options_(options) {
    load_settings(settings, registry, options, database_url);
    core.use(clock, random, ids);
}

void RunningService::run(std::promise<RunningService*>& started) {
    tasks.spawn(live(started));
    loop.run();
}

auto RunningService::live(std::promise<RunningService*>& started) -> Task<> {
    std::exception_ptr failure;
    try {
        co_await start();
    } catch (...) {
        failure = std::current_exception();
    }
    if (!failure) {
        started.set_value(this);
        co_await stop_.wait();
    }
    co_await end();
    if (failure) started.set_exception(failure);
}

auto RunningService::start() -> Task<> {
    core.open_workers();
    co_await core.open_database();
    core.open_dispatcher();
    co_await core.dispatcher().stop();  // sweeping would read the clock at any time
    core.dispatcher().follow_events();
    listen();
    health.set_phase("");
}

void RunningService::listen() {
    http::ServerParts parts;
    contract::Dispatcher& dispatcher = core.dispatcher();
    parts.loop = &loop;
    parts.settings = &settings.section<http::ServerSettings>();
    parts.methods = dispatcher.catalog().methods();
    parts.dispatcher = &dispatcher;
    parts.call = [&dispatcher](contract::Call& call, contract::Reply& reply) {
        return dispatcher.call(call, reply);
    };
    parts.health = &health;
    parts.limits = &settings.section<contract::LimitsSettings>();
    server = std::make_unique<http::Server>(std::move(parts));
    if (options_.routes) options_.routes(*server);
    server->start();
}

auto RunningService::end() -> Task<> {
    const auto left = co_await core.cut_calls(EventLoop::now() + patience);
    for (const std::string& call : left)
        std::cerr << "strata::testing: did not end: " << call << '\n';
    server.reset();
    co_await core.close_dispatcher();
    const auto late = co_await core.close_workers(patience);
    for (const std::string& job : late)
        std::cerr << "strata::testing: did not return: " << job << '\n';
    co_await core.close_database();
}

}  // namespace strata::testing

#include "tools/dev/dev_command.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "tools/commands/service_names.hpp"
#include "tools/dev/supervised.hpp"
#include "tools/dev/watcher.hpp"

namespace strata::tools {
namespace {

namespace fs = std::filesystem;

constexpr int quiet_milliseconds = 150;  // an editor's save is several changes

void say(const std::string& what) { std::cout << "== " << what << std::endl; }

auto service_name() -> std::string {
    const auto names = service_names(".");
    if (names.empty())
        throw std::runtime_error(
            "no strata_service() in ./CMakeLists.txt: run this in a service's folder");
    return names.front();
}

auto build(const std::string& name) -> bool {
    if (::access("dev", X_OK) == 0) return dev::run({"./dev", "build"});
    return dev::run({"cmake", "--build", "build/release", "--target", name});
}

// A text or number of the service's own configuration: `server.port   8000   default`.
auto setting(const std::string& configuration, const std::string& key) -> std::string {
    std::istringstream lines(configuration);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string name;
        std::string value;
        if (words >> name >> value && name == key) {
            std::erase(value, '"');
            return value;
        }
    }
    throw std::runtime_error("the service's configuration has no " + key);
}

// SIGINT, SIGTERM and SIGCHLD as a descriptor, instead of what they would do.
auto signal_descriptor() -> int {
    sigset_t signals;
    ::sigemptyset(&signals);
    for (const int number : {SIGINT, SIGTERM, SIGCHLD}) ::sigaddset(&signals, number);
    ::sigprocmask(SIG_BLOCK, &signals, nullptr);
    return ::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

auto asked_to_end(int descriptor) -> bool {
    bool end = false;
    signalfd_siginfo info{};
    while (::read(descriptor, &info, sizeof info) == sizeof info)
        if (info.ssi_signo != SIGCHLD) end = true;
    return end;
}

// As ./dev run does.
void use_development_database() {
    constexpr const char* script = "db/development.sh";
    if (std::getenv("STRATA_DATABASE_URL") != nullptr || ::access(script, X_OK) != 0) return;
    auto url = dev::output_of({script});
    while (url.ends_with('\n')) url.pop_back();
    ::setenv("STRATA_DATABASE_URL", url.c_str(), 1);
}

// Waits for a change, and for the end of it; empty: asked to end.
auto next_change(dev::Watcher& watcher, dev::Supervised* service, int signals) -> std::string {
    std::string change;
    while (true) {
        std::array<pollfd, 2> wait{{{watcher.descriptor(), POLLIN, 0}, {signals, POLLIN, 0}}};
        const int ready =
            ::poll(wait.data(), wait.size(), change.empty() ? -1 : quiet_milliseconds);
        if (asked_to_end(signals)) return {};
        if (service != nullptr && service->has_ended())
            say("the service has ended; waiting for a change");
        const auto more = watcher.changed();
        if (change.empty()) change = more;
        if (ready == 0 && !change.empty()) return change;
    }
}

void develop(const std::vector<std::string>& arguments) {
    const auto name = service_name();
    const int signals = signal_descriptor();
    dev::Watcher watcher({"schemas", "db", "api", "domain", "transport", "config", "static",
                          "main.cpp", "CMakeLists.txt"});
    while (!build(name)) {
        say("not built: waiting for a change");
        if (next_change(watcher, nullptr, signals).empty()) return;
    }
    use_development_database();
    std::vector<std::string> command{(fs::path("build/release") / name).string(), "config"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    const auto configuration = dev::output_of(command);
    fs::create_directories("data");
    const auto host = setting(configuration, "server.host");
    const auto port = setting(configuration, "server.port");
    dev::Supervised service(host, port);
    command[1] = "serve";
    say("serving " + name + " at http://" + host + ":" + port + "; a change builds it anew");
    service.start(command);
    while (true) {
        const auto change = next_change(watcher, &service, signals);
        if (change.empty()) return;
        say(change + " has changed");
        if (!build(name)) {
            say("not built: the service runs on as it was");
            continue;
        }
        service.stop();
        service.start(command);
    }
}

}  // namespace

void add_dev_command(CLI::App& app) {
    auto* command =
        app.add_subcommand("dev", "Build, run and watch: a change restarts the service");
    command->prefix_command();
    command->footer("Everything else goes to the service's binary as it is.");
    command->callback([command] { develop(command->remaining()); });
}

}  // namespace strata::tools

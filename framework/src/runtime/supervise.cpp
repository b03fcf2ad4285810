#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <map>
#include <system_error>

#include "runtime/implementation.hpp"
#include "runtime/supervisor.hpp"

namespace strata {

namespace {

// The same socket under a number that no worker is given.
auto moved_up(int descriptor) -> int {
    const int moved = ::fcntl(descriptor, F_DUPFD_CLOEXEC, runtime::least_kept_descriptor);
    if (moved < 0) throw std::system_error(errno, std::generic_category(), "a listening socket");
    ::close(descriptor);
    return moved;
}

auto open_sockets(const std::vector<runtime::SocketOpener>& openers, std::size_t workers)
    -> std::vector<std::vector<runtime::WorkerSocket>> {
    std::vector<std::vector<runtime::WorkerSocket>> sockets(workers);
    for (const runtime::SocketOpener& opener : openers) {
        std::map<int, int> moved;  // one that is shared is moved once
        const auto opened = opener.open(workers);
        for (std::size_t i = 0; i < workers; ++i) {
            for (const int descriptor : opened.at(i)) {
                const auto [place, is_new] = moved.try_emplace(descriptor, -1);
                if (is_new) place->second = moved_up(descriptor);
                sockets[i].push_back({.descriptor = place->second, .name = opener.name});
            }
        }
    }
    return sockets;
}

}  // namespace

auto Application::Implementation::supervise(std::string& problem) -> int {
    std::vector<std::string> command{program_invocation_name};
    command.insert(command.end(), arguments.begin(), arguments.end());
    try {
        runtime::Supervisor supervisor(
            runtime::SupervisorParts{.signals = signals,
                                     .arguments = std::move(command),
                                     .sockets = open_sockets(openers, workers.count),
                                     // A worker keeps its own times, and says what took too long;
                                     // these are for one that can't.
                                     .start_limit = start.timeout + drain.hang,
                                     .stop_limit = drain_delay() + drain.timeout + 2 * drain.hang,
                                     .reload = [this] { reload_settings(); }});
        return supervisor.run(problem);
    } catch (const std::exception& exception) {
        problem = exception.what();
        return EXIT_FAILURE;
    }
}

}  // namespace strata
